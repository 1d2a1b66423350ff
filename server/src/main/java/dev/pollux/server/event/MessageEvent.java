package dev.pollux.server.event;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.message.Message;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.TimeZoneDataType;
import org.jspecify.annotations.Nullable;

/**
 * A system message as an event of the Server object (OPC 10000-5 §6.4.2).
 *
 * @param message what it tells
 * @param type NodeId of SystemMessageType
 * @param zone of this station, for LocalTime
 * @param context encodes LocalTime
 */
public record MessageEvent(Message message, NodeId type, ZoneId zone, EncodingContext context) implements Event {
    private static final int SECONDS_PER_MINUTE = 60;

    @Override
    public @Nullable Object field(String path) {
        return switch (path) {
            case "0:EventId" -> ByteString.of(message.eventId());
            case "0:EventType" -> type;
            case "0:SourceNode" -> NodeIds.Server;
            case "0:SourceName" -> message.station() + "/" + message.source();
            case "0:Time" -> new DateTime(message.time());
            case "0:ReceiveTime" -> new DateTime(message.receiveTime());
            case "0:LocalTime" -> localTime();
            case "0:Message" -> LocalizedText.english(message.text());
            case "0:Severity" -> Unsigned.ushort(message.severity());
            case "2:MessageNumber" -> Unsigned.uint(message.number());
            case "2:Station" -> message.station();
            default -> null;
        };
    }

    private ExtensionObject localTime() {
        Instant time = Ticks.toInstant(message.time());
        ZoneRules rules = zone.getRules();
        int minutes = rules.getOffset(time).getTotalSeconds() / SECONDS_PER_MINUTE;
        return ExtensionObject.encode(context, new TimeZoneDataType((short) minutes, rules.isDaylightSavings(time)));
    }
}
