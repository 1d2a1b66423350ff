package dev.pollux.cli.pair;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;

/** Asks the pair to change roles and waits until it has. */
public final class SwitchoverCall {
    private static final Duration LOOK = Duration.ofMillis(20);

    private SwitchoverCall() {}

    /**
     * How a switchover went.
     *
     * @param done whether the wanted station is Master now
     * @param text for operators: the station's own words where it has refused
     * @param took from the call until the new Master was seen; zero if nothing was to be done
     */
    public record Outcome(boolean done, String text, Duration took) {}

    /**
     * Switches over.
     *
     * @param sessions with the stations that can be reached; the Master's is used if there is one
     * @param target name of the station that shall lead; empty = the one that is not Master
     * @param limit longest wait for the new Master
     * @throws CommandFailure if a station stops answering in the middle
     */
    public static Outcome run(List<StationSession> sessions, String target, Duration limit)
            throws InterruptedException {
        List<StationReport> before = sessions.stream().map(StationReport::read).toList();
        Optional<StationReport> master = before.stream()
                .filter(report -> report.state() == PairState.MASTER)
                .findFirst();
        int asked = master.map(before::indexOf).orElse(0);
        String wanted = target.isEmpty() ? other(master) : target;
        if (master.isPresent() && master.get().station().equals(wanted)) {
            return new Outcome(true, wanted + " is Master already", Duration.ZERO);
        }
        long start = System.nanoTime();
        CallMethodResult answer = call(sessions.get(asked), target);
        String message = message(answer);
        if (!answer.getStatusCode().isGood() || message.startsWith("refused")) {
            String status =
                    answer.getStatusCode().isGood() ? "" : " (" + ValueText.status(answer.getStatusCode()) + ")";
            String hint = answer.getStatusCode().value() == StatusCodes.Bad_UserAccessDenied
                    ? ": the user needs the role supervisor, see --user"
                    : "";
            return new Outcome(false, (message.isEmpty() ? "refused" : message) + status + hint, Duration.ZERO);
        }
        return await(sessions, wanted, message, start, limit);
    }

    private static String other(Optional<StationReport> master) {
        return master.map(StationReport::partner).orElse("");
    }

    private static CallMethodResult call(StationSession session, String target) {
        NodeNames names = session.names();
        NodeId object = names.nodeId("Pollux/Redundancy");
        NodeId method = names.nodeId("Pollux/Redundancy/Switchover");
        CallMethodResult[] results = session.await(
                        session.client()
                                .callAsync(List.of(new CallMethodRequest(
                                        object, method, new Variant[] {Variant.ofString(target)}))),
                        "Switchover")
                .getResults();
        if (results == null || results.length != 1) {
            throw new CommandFailure(ExitCode.UNREACHABLE, session.url() + " answered Switchover without a result");
        }
        return results[0];
    }

    private static String message(CallMethodResult answer) {
        Variant[] outputs = answer.getOutputArguments();
        return outputs != null && outputs.length > 0 && outputs[0].value() instanceof String text
                ? ValueText.oneLine(text)
                : "";
    }

    private static Outcome await(
            List<StationSession> sessions, String wanted, String message, long start, Duration limit)
            throws InterruptedException {
        while (true) {
            Optional<StationReport> leader = sessions.stream()
                    .filter(StationSession::alive)
                    .map(StationReport::read)
                    .filter(report -> report.state() == PairState.MASTER)
                    .filter(report -> wanted.isEmpty() || report.station().equals(wanted))
                    .findFirst();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (leader.isPresent()) {
                String name = leader.get().station();
                return new Outcome(true, name + " is Master, seen " + took.toMillis() + " ms after the call", took);
            }
            if (took.compareTo(limit) > 0) {
                return new Outcome(
                        false,
                        "accepted (" + message + "), but " + (wanted.isEmpty() ? "nobody" : wanted)
                                + " has not become Master within " + limit.toMillis() + " ms",
                        took);
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
    }
}
