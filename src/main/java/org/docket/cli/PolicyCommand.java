package org.docket.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code docket policy}. */
@Command(
        name = "policy",
        subcommands = {
            PolicyCheckCommand.class,
            PolicyExplainCommand.class,
            PolicySimulateCommand.class,
            PolicyAcceptCommand.class
        },
        description = "Look at the policy, and accept a changed one.")
final class PolicyCommand implements Runnable {
    @ParentCommand
    private DocketCommand docket;

    @Spec
    private CommandSpec spec;

    DocketCommand docket() {
        return docket;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do with the policy: 'check', 'explain', 'simulate' or 'accept' is missing.");
    }
}
