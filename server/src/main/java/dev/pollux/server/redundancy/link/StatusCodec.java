package dev.pollux.server.redundancy.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pollux.server.redundancy.Handover;
import dev.pollux.server.redundancy.NumberedReport;
import dev.pollux.server.redundancy.PartnerReport;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.Validation;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link StationStatus} as UTF-8 JSON. Unknown members are passed over, so that adjacent versions can form a pair;
 * missing or wrong ones are refused with their name.
 */
public final class StatusCodec {
    private static final int LENGTH_MAX = 16 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusCodec() {}

    /** To bytes. */
    public static byte[] encode(StationStatus status) {
        PartnerReport report = status.report().report();
        ObjectNode node = JSON.createObjectNode()
                .put("version", 1)
                .put("station", status.station())
                .put("applicationUri", status.applicationUri())
                .put("link", status.link())
                .put("incarnation", status.report().incarnation())
                .put("sequence", status.report().sequence())
                .put("state", report.state().name())
                .put("handover", report.handover().name())
                .put("handoverTo", report.handoverTo())
                .put("term", report.term())
                .put("healthy", report.validation().healthy())
                .put("plantNetwork", report.validation().plantNetwork())
                .put("devicesConnected", report.validation().devicesConnected())
                .put("devicesConfigured", report.validation().devicesConfigured())
                .put("inService", report.validation().inService())
                .put("strained", report.validation().strained())
                .put("devicesCompared", report.validation().devicesCompared())
                .put("runtimeActive", report.runtimeActive())
                .put("unmet", report.unmet())
                .put("witness", report.witness())
                .put("serviceLevel", status.serviceLevel())
                .put("clients", status.clients())
                .put("fingerprint", status.fingerprint())
                .put("wallClock", status.wallClock().toString());
        status.discoveryUrls().forEach(node.putArray("discoveryUrls")::add);
        status.devicesLost().forEach(node.putArray("devicesLost")::add);
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a status that cannot be written: " + status, e);
        }
    }

    /**
     * From bytes.
     *
     * @throws IOException if the bytes are no status; the message names the member and the rule
     */
    public static StationStatus decode(byte[] bytes) throws IOException {
        if (bytes.length > LENGTH_MAX) {
            throw new IOException("status of " + bytes.length + " bytes is longer than " + LENGTH_MAX);
        }
        JsonNode node;
        try {
            node = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IOException("status is not JSON: " + e.getOriginalMessage(), e);
        }
        if (node == null || !node.isObject()) {
            throw new IOException("status is not a JSON object");
        }
        try {
            PartnerReport report = new PartnerReport(
                    RoleState.valueOf(text(node, "state")),
                    Handover.valueOf(text(node, "handover")),
                    node.has("handoverTo") ? text(node, "handoverTo") : "",
                    number(node, "term", 0, Long.MAX_VALUE),
                    validation(node),
                    flag(node, "runtimeActive"),
                    flag(node, "unmet"),
                    node.has("witness") && flag(node, "witness"));
            return new StationStatus(
                    text(node, "station"),
                    text(node, "applicationUri"),
                    text(node, "link"),
                    new NumberedReport(
                            number(node, "incarnation", Long.MIN_VALUE, Long.MAX_VALUE),
                            number(node, "sequence", 0, Long.MAX_VALUE),
                            report),
                    (int) number(node, "serviceLevel", 0, 255),
                    (int) number(node, "clients", 0, Integer.MAX_VALUE),
                    text(node, "fingerprint"),
                    Instant.parse(text(node, "wallClock")),
                    texts(node, "discoveryUrls"),
                    node.has("devicesLost") ? texts(node, "devicesLost") : List.of());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new IOException("status with a wrong member: " + e.getMessage(), e);
        }
    }

    private static Validation validation(JsonNode node) throws IOException {
        int connected = (int) number(node, "devicesConnected", 0, 1_000_000);
        return new Validation(
                flag(node, "healthy"),
                flag(node, "plantNetwork"),
                connected,
                (int) number(node, "devicesConfigured", 0, 1_000_000),
                node.has("devicesCompared") ? (int) number(node, "devicesCompared", 0, 1_000_000) : connected,
                !node.has("inService") || flag(node, "inService"),
                node.has("strained") && flag(node, "strained"));
    }

    private static String text(JsonNode node, String name) throws IOException {
        JsonNode value = node.get(name);
        if (value == null || !value.isTextual()) {
            throw new IOException("status member " + name + " must be a text");
        }
        return value.textValue();
    }

    private static boolean flag(JsonNode node, String name) throws IOException {
        JsonNode value = node.get(name);
        if (value == null || !value.isBoolean()) {
            throw new IOException("status member " + name + " must be true or false");
        }
        return value.booleanValue();
    }

    private static long number(JsonNode node, String name, long low, long high) throws IOException {
        JsonNode value = node.get(name);
        if (value == null || !value.canConvertToLong() || value.longValue() < low || value.longValue() > high) {
            throw new IOException("status member " + name + " must be a whole number from " + low + " to " + high);
        }
        return value.longValue();
    }

    private static List<String> texts(JsonNode node, String name) throws IOException {
        JsonNode value = node.get(name);
        if (value == null || !value.isArray()) {
            throw new IOException("status member " + name + " must be a list of texts");
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode each : value) {
            if (!each.isTextual()) {
                throw new IOException("status member " + name + " must be a list of texts");
            }
            texts.add(each.textValue());
        }
        return texts;
    }
}
