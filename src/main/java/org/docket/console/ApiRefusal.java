package org.docket.console;

/** A request is not done; the answer says why. */
final class ApiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiReply reply;

    ApiRefusal(Problem.Report report) {
        this(report, report.reply());
    }

    ApiRefusal(Problem.Report report, ApiReply reply) {
        super(report.detail());
        this.reply = reply;
    }

    static ApiRefusal noRecording(String id) {
        return new ApiRefusal(Problem.NOT_FOUND.because(
                "There is no recording " + id + ".",
                "Look for its id, a UUID, with GET " + ApiDocument.BASE + "/recordings."));
    }

    ApiReply reply() {
        return reply;
    }
}
