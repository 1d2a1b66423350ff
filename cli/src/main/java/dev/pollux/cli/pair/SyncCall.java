package dev.pollux.cli.pair;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;

/** Asks a station to interrupt the synchronisation of its archive, or to go on. */
public final class SyncCall {
    private SyncCall() {}

    /**
     * How it went.
     *
     * @param done whether the station does it
     * @param text in the station's words
     */
    public record Outcome(boolean done, String text) {}

    /**
     * Calls a method without arguments of {@code Pollux/Sync}.
     *
     * @param method {@code Pause} or {@code Resume}
     * @throws CommandFailure if the station does not answer
     */
    public static Outcome run(StationSession session, String method) {
        CallMethodRequest request = new CallMethodRequest(
                session.names().nodeId("Pollux/Sync"), session.names().nodeId("Pollux/Sync/" + method), new Variant[0]);
        CallMethodResult[] results = session.await(session.client().callAsync(List.of(request)), method)
                .getResults();
        if (results == null || results.length != 1) {
            throw new CommandFailure(ExitCode.UNREACHABLE, session.url() + " answered " + method + " without a result");
        }
        CallMethodResult answer = results[0];
        Variant[] outputs = answer.getOutputArguments();
        String text = outputs != null && outputs.length > 0 && outputs[0].value() instanceof String said
                ? ValueText.oneLine(said)
                : "refused";
        if (answer.getStatusCode().isGood()) {
            return new Outcome(true, text);
        }
        String hint = answer.getStatusCode().value() == StatusCodes.Bad_UserAccessDenied
                ? ": the user needs the role supervisor, see --user"
                : "";
        return new Outcome(false, text + " (" + ValueText.status(answer.getStatusCode()) + ")" + hint);
    }
}
