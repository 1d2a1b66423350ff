package dev.pollux.server.space.system;

import dev.pollux.server.project.UsersConfig.Role;
import dev.pollux.server.security.Caller;
import dev.pollux.server.security.Roles;
import dev.pollux.server.space.nodeset.NodeSetSpace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The object {@code Pollux/Archive}: its values and its methods. */
final class ArchiveNodes {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveNodes.class);
    private static final String ARCHIVE = "Pollux/Archive/";
    private static final int DIRECTORY_LENGTH_MAX = 4096;

    private final NodeSetSpace space;

    /** Shows a station without an archive; its methods are refused. */
    ArchiveNodes(NodeSetSpace space) {
        this.space = space;
        space.set(values(ArchiveValues.NONE, DateTime.now()));
        for (String method : List.of("Compact", "Backup")) {
            List<Class<?>> arguments = method.equals("Backup") ? List.of(String.class) : List.of();
            space.attach(
                    space.id(ARCHIVE + method),
                    new StationMethod(
                            arguments,
                            (session, given) -> new StationMethod.Result(
                                    new StatusCode(StatusCodes.Bad_NotSupported),
                                    List.of("refused: this station has no archive"))));
        }
    }

    /** From now on the methods do something. */
    void control(ArchiveControl control) {
        space.attach(
                space.id(ARCHIVE + "Compact"),
                new StationMethod(List.of(), (session, none) -> call(session, "Compact", control::compact)));
        space.attach(space.id(ARCHIVE + "Backup"), new StationMethod(List.of(String.class), (session, arguments) -> {
            String directory = (String) arguments[0];
            if (directory.isBlank() || directory.length() > DIRECTORY_LENGTH_MAX) {
                return StationMethod.Result.refused(StatusCodes.Bad_InvalidArgument);
            }
            return call(session, "Backup", user -> control.backup(directory, user));
        }));
    }

    private static StationMethod.Result call(
            Session session, String method, Function<String, ArchiveControl.Answer> wish) {
        if (!Roles.atLeast(session, Role.CONFIGURE_ADMIN)) {
            return StationMethod.Result.refused(StatusCodes.Bad_UserAccessDenied);
        }
        String user = Caller.of(session).user();
        ArchiveControl.Answer answer = wish.apply(user);
        LOG.info("{} of the archive by '{}': {}", method, user, answer.message());
        return new StationMethod.Result(
                new StatusCode(Integer.toUnsignedLong(answer.quality().code())), List.of(answer.message()));
    }

    void publish(ArchiveValues values, DateTime now) {
        space.set(values(values, now));
    }

    private Map<NodeId, DataValue> values(ArchiveValues archive, DateTime now) {
        Map<String, Object> texts = new LinkedHashMap<>();
        texts.put("Engine", archive.engine());
        texts.put("StoredSamples", ULong.valueOf(archive.stored()));
        texts.put("StoreRate", archive.rate());
        texts.put("PendingSamples", ULong.valueOf(archive.pending()));
        texts.put("DroppedSamples", ULong.valueOf(archive.dropped()));
        texts.put("DiskBytes", ULong.valueOf(archive.diskBytes()));
        texts.put("DiskBytesMax", ULong.valueOf(archive.diskBytesMax()));
        texts.put("Oldest", archive.oldest().map(DateTime::new).orElse(DateTime.NULL_VALUE));
        texts.put("Fault", archive.fault());
        texts.put("QueueSamples", ULong.valueOf(archive.queue().samples()));
        texts.put("QueueBytes", ULong.valueOf(archive.queue().bytes()));
        texts.put("QueueLag", archive.queue().lag().toNanos() / 1e6);
        texts.put("QueueRate", archive.queue().rate());
        texts.put("QueueDropped", ULong.valueOf(archive.queue().dropped()));
        texts.put("QueueError", archive.queue().error());
        texts.put("CoverageGaps", Unsigned.uint(archive.gaps()));
        texts.put("CoverageGapList", archive.gapList().toArray(new String[0]));
        texts.put("Job", archive.job());
        Map<NodeId, DataValue> values = new LinkedHashMap<>();
        texts.forEach((name, value) -> values.put(space.id(ARCHIVE + name), SystemSpace.good(value, now)));
        return values;
    }
}
