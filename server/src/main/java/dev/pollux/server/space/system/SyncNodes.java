package dev.pollux.server.space.system;

import dev.pollux.server.project.UsersConfig.Role;
import dev.pollux.server.security.Caller;
import dev.pollux.server.security.Roles;
import dev.pollux.server.space.nodeset.NodeSetSpace;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** The object {@code Pollux/Sync}: how far the archive is, and the methods that interrupt it. Thread-safe. */
public final class SyncNodes {
    private static final Logger LOG = LoggerFactory.getLogger(SyncNodes.class);
    private static final String SYNC = "Pollux/Sync/";

    private final NodeSetSpace space;

    /** Shows a station that does not synchronise; its methods are refused. */
    SyncNodes(NodeSetSpace space) {
        this.space = space;
        publish(SyncValues.NONE);
        for (String method : List.of("Pause", "Resume")) {
            space.attach(
                    space.id(SYNC + method),
                    new StationMethod(
                            List.of(),
                            (session, none) -> new StationMethod.Result(
                                    new StatusCode(StatusCodes.Bad_NotSupported),
                                    List.of("refused: this station has no archive and partner to synchronise"))));
        }
    }

    /** From now on the methods do something. */
    public void control(SyncControl control) {
        space.attach(
                space.id(SYNC + "Pause"),
                new StationMethod(List.of(), (session, none) -> call(session, control, true)));
        space.attach(
                space.id(SYNC + "Resume"),
                new StationMethod(List.of(), (session, none) -> call(session, control, false)));
    }

    private static StationMethod.Result call(Session session, SyncControl control, boolean pause) {
        if (!Roles.atLeast(session, Role.SUPERVISOR)) {
            return StationMethod.Result.refused(StatusCodes.Bad_UserAccessDenied);
        }
        String answer = control.pause(pause);
        LOG.info("synchronisation, asked by '{}': {}", Caller.of(session).user(), answer);
        return new StationMethod.Result(StatusCode.GOOD, List.of(answer));
    }

    /** Shows new values; those that changed are pushed to clients before this returns. */
    public void publish(SyncValues values) {
        DateTime now = DateTime.now();
        Map<String, Object> texts = new LinkedHashMap<>();
        texts.put("Phase", values.phase());
        texts.put("NeedsSync", values.gaps() > 0);
        texts.put("Active", values.phase().equals(SyncValues.FILLING));
        texts.put("Paused", values.phase().equals(SyncValues.PAUSED));
        texts.put("Gaps", Unsigned.uint(values.gaps()));
        texts.put("From", time(values.span().map(SyncValues.Span::from)));
        texts.put("To", time(values.span().map(SyncValues.Span::to)));
        texts.put("Missing", millis(values.missing()));
        texts.put("Progress", values.progress());
        texts.put("CopiedValues", ULong.valueOf(values.copied()));
        texts.put("UserChanges", values.userChanges());
        texts.put("Rate", values.rate());
        texts.put("Remaining", values.remaining().map(SyncNodes::millis).orElse(-1.0));
        texts.put("Trouble", values.trouble());
        texts.put("LastStart", time(values.last().map(SyncValues.Run::start)));
        texts.put("LastEnd", time(values.last().map(SyncValues.Run::end)));
        texts.put(
                "LastValues",
                ULong.valueOf(values.last().map(SyncValues.Run::values).orElse(0L)));
        texts.put("LastError", values.last().map(SyncValues.Run::error).orElse(""));
        Map<NodeId, DataValue> nodes = new LinkedHashMap<>();
        texts.forEach((name, value) -> nodes.put(space.id(SYNC + name), SystemSpace.good(value, now)));
        space.set(nodes);
    }

    private static double millis(Duration span) {
        return span.toNanos() / 1e6;
    }

    private static DateTime time(Optional<Instant> instant) {
        return instant.map(DateTime::new).orElse(DateTime.NULL_VALUE);
    }
}
