package dev.pollux.server.health;

import dev.pollux.server.health.DiagnosisRules.Standing;
import dev.pollux.server.health.Measure.Severity;
import dev.pollux.server.project.HealthConfig.Limits;
import dev.pollux.server.redundancy.Ability.Impairment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The self-diagnosis of one station: what is exceeded now, and what changed. Not thread-safe: one owner. */
public final class Diagnosis {
    private final Limits limits;
    private final Map<Measure, Standing> standings = new EnumMap<>(Measure.class);
    private Map<Measure, Measured> last = Map.of();

    /**
     * A measured value.
     *
     * @param value in the unit of its limits
     * @param text for people, with unit
     */
    public record Measured(double value, String text) {}

    /**
     * A change of severity.
     *
     * @param text for people
     */
    public record Change(Measure measure, Severity severity, String text) {}

    public Diagnosis(Limits limits) {
        this.limits = limits;
    }

    /**
     * Takes what was measured.
     *
     * @param measured what could not be measured is left out, and counts as good
     * @param now running time, never less than before
     * @return what has become better or worse
     */
    public List<Change> take(Map<Measure, Measured> measured, Duration now) {
        last = Map.copyOf(measured);
        List<Change> changes = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            Standing before = standings.getOrDefault(measure, Standing.GOOD);
            Standing after = Optional.ofNullable(last.get(measure))
                    .map(each -> DiagnosisRules.judge(
                            before, measure, each.value(), DiagnosisRules.limit(limits, measure), now))
                    .orElse(Standing.GOOD);
            standings.put(measure, after);
            if (after.severity() != before.severity()) {
                changes.add(new Change(measure, after.severity(), text(measure)));
            }
        }
        return changes;
    }

    private String text(Measure measure) {
        Measured value = last.get(measure);
        return measure.text() + (value == null ? "" : ": " + value.text());
    }

    /** What lowers ServiceLevel now. */
    public List<Impairment> impairments() {
        List<Impairment> impairments = new ArrayList<>();
        standings.forEach((measure, standing) -> {
            if (standing.severity() != Severity.OK) {
                impairments.add(new Impairment(
                        text(measure),
                        measure.levelMax(standing.severity()),
                        measure.demandsFault() && standing.severity() == Severity.FAULT));
            }
        });
        return impairments;
    }

    /** What demands Fault now, where an equally able partner is without. */
    public Optional<String> defect() {
        return standings.entrySet().stream()
                .filter(each -> each.getKey().demandsFault() && each.getValue().severity() == Severity.FAULT)
                .map(each -> text(each.getKey()))
                .findFirst();
    }
}
