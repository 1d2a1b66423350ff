package dev.pollux.cli.pair;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;

/** Calls a method of a station that answers with a text for people. */
public final class MethodCall {
    private MethodCall() {}

    /**
     * The station's answer.
     *
     * @param status of the call
     * @param message the station's own words; empty if it had none
     */
    public record Answer(StatusCode status, String message) {
        /** Whether the wish is or will be fulfilled. */
        public boolean good() {
            return status.isGood();
        }

        /**
         * In one line for operators.
         *
         * @param neededRole what the user needs to be, for a user who is not
         */
        public String text(String neededRole) {
            if (good()) {
                return message;
            }
            String hint = status.value() == StatusCodes.Bad_UserAccessDenied
                    ? ": the user needs the role " + neededRole + ", see --user"
                    : "";
            return (message.isEmpty() ? "refused" : message) + " (" + ValueText.status(status) + ")" + hint;
        }
    }

    /**
     * Calls and waits for the answer.
     *
     * @param object path of the object, for example {@code Pollux/Maintenance}
     * @param method its name
     * @throws CommandFailure if the station stops answering
     */
    public static Answer run(StationSession session, String object, String method, Variant... arguments) {
        CallMethodRequest request = new CallMethodRequest(
                session.names().nodeId(object), session.names().nodeId(object + "/" + method), arguments);
        CallMethodResult[] results = session.await(session.client().callAsync(List.of(request)), method)
                .getResults();
        if (results == null || results.length != 1) {
            throw new CommandFailure(ExitCode.UNREACHABLE, session.url() + " answered " + method + " without a result");
        }
        Variant[] outputs = results[0].getOutputArguments();
        String message = outputs != null && outputs.length > 0 && outputs[0].value() instanceof String text
                ? ValueText.oneLine(text)
                : "";
        return new Answer(results[0].getStatusCode(), message);
    }
}
