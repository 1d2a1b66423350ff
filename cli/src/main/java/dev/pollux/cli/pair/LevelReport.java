package dev.pollux.cli.pair;

import dev.pollux.server.redundancy.ServiceLevel;
import dev.pollux.server.redundancy.ServiceLevel.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one station says of its ServiceLevel at one moment. Immutable. */
public final class LevelReport {
    private static final String OWN = "Pollux/Redundancy/";
    private static final String PARTS = "ServiceLevelParts";
    private static final List<String> NODES =
            List.of(PARTS, "PartnerName", "PartnerAvailable", "PartnerServiceLevel", "StateReason");

    private final StationObject object;
    private final Optional<ServiceLevel> level;

    private LevelReport(StationObject object) {
        this.object = object;
        List<Part> parts = object.lines(PARTS).stream()
                .flatMap(line -> Part.parse(line).stream())
                .toList();
        level = parts.isEmpty() ? Optional.empty() : Optional.of(new ServiceLevel(parts));
    }

    /**
     * Asks a station.
     *
     * @throws CommandFailure if it does not answer, or is not a Pollux station
     */
    public static LevelReport read(StationSession session) {
        return new LevelReport(StationObject.read(session, OWN, NODES));
    }

    /**
     * From values that are known already.
     *
     * @param values by the last part of the node's name, e.g. {@code ServiceLevelParts}
     */
    public static LevelReport of(String url, Map<String, Object> values) {
        return new LevelReport(new StationObject(url, values));
    }

    /** The address under which it answered. */
    public String url() {
        return object.url();
    }

    /** Name of the station. */
    public String station() {
        return object.station();
    }

    /** All of it; empty if the station is of a version that does not explain it. */
    public Optional<ServiceLevel> level() {
        return level;
    }

    /** Name of the partner; empty without one. */
    public String partner() {
        return object.text("PartnerName");
    }

    /** What the partner says of its level; empty if it is not heard. */
    public Optional<Long> partnerLevel() {
        return Boolean.TRUE.equals(object.value("PartnerAvailable"))
                ? Optional.of(object.number("PartnerServiceLevel"))
                : Optional.empty();
    }

    /** All for JSON; what the station did not tell is null. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("station", station());
        json.put("url", url());
        json.put("reachable", true);
        json.put("level", level.map(ServiceLevel::value).orElse(null));
        json.put("band", level.map(each -> each.band().text()).orElse(null));
        json.put("reason", level.map(ServiceLevel::reason).orElse(null));
        json.put("otherwise", level.map(ServiceLevel::otherwise).orElse(null));
        List<Map<String, Object>> parts = new ArrayList<>();
        level.ifPresent(each -> each.parts().forEach(part -> parts.add(json(part, each))));
        json.put("parts", parts);
        json.put("partner", partner());
        json.put("partnerLevel", partnerLevel().orElse(null));
        return json;
    }

    private static Map<String, Object> json(Part part, ServiceLevel level) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", part.name());
        json.put("atMost", part.atMost());
        json.put("finding", part.finding());
        json.put("remedy", part.remedy());
        json.put("decides", part.equals(level.decisive()));
        return json;
    }
}
