package org.docket.cli;

import java.util.UUID;
import java.util.concurrent.Callable;
import org.docket.retention.Certificates.Found;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code docket certificate}. */
@Command(
        name = "certificate",
        description = "Print the certificate of a disposal, after comparing it with the one in the vault.")
final class CertificateCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Parameters(paramLabel = "ID", description = "Id of the recording.")
    private UUID id;

    @Override
    public Integer call() {
        try (Visit visit = docket.visit()) {
            Found found = visit.docket().certificates().compare(id);
            if (found instanceof Found.Same same) {
                docket.out().println(same.certificate().content());
                return 0;
            } else if (found instanceof Found.Differs differs) {
                throw new Refusal(
                        "The certificate of recording " + id + " is not what the catalogue has: " + differs.what()
                                + ". The act 'disposed' in its history has the SHA-256 of the right one: './docket show "
                                + id + "'.");
            }
            throw new Refusal("There is no certificate of recording " + id + ": it is "
                    + visit.recording(id).state() + ".");
        }
    }
}
