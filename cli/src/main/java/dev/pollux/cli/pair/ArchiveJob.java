package dev.pollux.cli.pair;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;

/** Asks a station to work on its archive and waits until it has. */
public final class ArchiveJob {
    private static final Duration LOOK = Duration.ofMillis(300);

    private ArchiveJob() {}

    /**
     * How it went.
     *
     * @param done whether the work was done
     * @param text in the station's words
     */
    public record Outcome(boolean done, String text) {}

    /**
     * Begins the work and waits for its end.
     *
     * @param method {@code Compact} or {@code Backup}
     * @param limit longest wait; the work goes on beyond it
     * @param look is told what the station is doing, again and again
     * @throws CommandFailure if the station stops answering
     */
    public static Outcome run(
            StationSession session, String method, List<String> arguments, Duration limit, Consumer<String> look)
            throws InterruptedException {
        String before = ArchiveReport.read(session).job();
        CallMethodResult answer = call(session, method, arguments);
        String message = message(answer);
        if (!answer.getStatusCode().isGood()) {
            String hint = answer.getStatusCode().value() == StatusCodes.Bad_UserAccessDenied
                    ? ": the user needs the role configure-admin, see --user"
                    : "";
            String status = ValueText.status(answer.getStatusCode());
            return new Outcome(false, (message.isEmpty() ? "refused" : message) + " (" + status + ")" + hint);
        }
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            String job = ArchiveReport.read(session).job();
            if (!job.equals(before)) {
                if (job.contains(" done in ") || job.contains(" failed: ")) {
                    return new Outcome(job.contains(" done in "), job);
                }
                look.accept(job);
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
        return new Outcome(false, message + "; not done within " + limit.toSeconds() + " s, it goes on");
    }

    private static CallMethodResult call(StationSession session, String method, List<String> arguments) {
        CallMethodRequest request = new CallMethodRequest(
                session.names().nodeId("Pollux/Archive"),
                session.names().nodeId("Pollux/Archive/" + method),
                arguments.stream().map(Variant::ofString).toArray(Variant[]::new));
        CallMethodResult[] results = session.await(session.client().callAsync(List.of(request)), method)
                .getResults();
        if (results == null || results.length != 1) {
            throw new CommandFailure(ExitCode.UNREACHABLE, session.url() + " answered " + method + " without a result");
        }
        return results[0];
    }

    private static String message(CallMethodResult answer) {
        Variant[] outputs = answer.getOutputArguments();
        return outputs != null && outputs.length > 0 && outputs[0].value() instanceof String text
                ? ValueText.oneLine(text)
                : "";
    }
}
