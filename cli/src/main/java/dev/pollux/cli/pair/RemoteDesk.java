package dev.pollux.cli.pair;

import java.util.List;
import java.util.function.UnaryOperator;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;

/** Carries requests to a station's archive, as its partner does. */
public final class RemoteDesk implements UnaryOperator<byte[]> {
    private final StationSession session;

    public RemoteDesk(StationSession session) {
        this.session = session;
    }

    /**
     * Asks.
     *
     * @throws CommandFailure if the station does not answer or refuses
     */
    @Override
    public byte[] apply(byte[] request) {
        CallMethodRequest call = new CallMethodRequest(
                session.names().nodeId("Pollux/Redundancy"),
                session.names().nodeId("Pollux/Redundancy/ReadArchive"),
                new Variant[] {new Variant(ByteString.of(request))});
        CallMethodResult[] results = session.await(session.client().callAsync(List.of(call)), "ReadArchive")
                .getResults();
        if (results == null || results.length != 1) {
            throw new CommandFailure(ExitCode.UNREACHABLE, session.url() + " answered ReadArchive without a result");
        }
        CallMethodResult answer = results[0];
        if (!answer.getStatusCode().isGood()) {
            String hint = answer.getStatusCode().value() == StatusCodes.Bad_UserAccessDenied
                    ? ": the user needs the role supervisor, see --user"
                    : "";
            throw new CommandFailure(
                    ExitCode.FAILED,
                    session.url() + " does not let its archive be compared: " + ValueText.status(answer.getStatusCode())
                            + hint);
        }
        Variant[] outputs = answer.getOutputArguments();
        if (outputs == null || outputs.length == 0 || !(outputs[0].value() instanceof ByteString bytes)) {
            throw new CommandFailure(ExitCode.FAILED, session.url() + " answered ReadArchive with something else");
        }
        return bytes.bytesOrEmpty();
    }
}
