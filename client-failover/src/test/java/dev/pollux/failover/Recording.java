package dev.pollux.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;

/** Keeps everything that a client hears, and when. */
final class Recording implements ValueListener, FailoverListener {
    // Guarded by this.
    private final Map<ItemSettings, List<DataValue>> values = new HashMap<>();
    private long lastAt;
    private long longestPauseNanos;

    private final List<FailoverReport> reports = new CopyOnWriteArrayList<>();
    private final List<MemberStatus> changes = new CopyOnWriteArrayList<>();
    private final List<String> withoutMember = new CopyOnWriteArrayList<>();

    @Override
    public synchronized void onValue(ItemSettings item, DataValue value) {
        long now = System.nanoTime();
        longestPauseNanos = lastAt == 0 ? 0 : Math.max(longestPauseNanos, now - lastAt);
        lastAt = now;
        values.computeIfAbsent(item, key -> new ArrayList<>()).add(value);
    }

    @Override
    public void onFailover(FailoverReport report) {
        reports.add(report);
    }

    @Override
    public void onMemberChanged(MemberStatus member) {
        changes.add(member);
    }

    @Override
    public void onNoMember(String reason) {
        withoutMember.add(reason);
    }

    List<FailoverReport> reports() {
        return reports;
    }

    /** Moves away from another member, without the first choice. */
    List<FailoverReport> moves() {
        return reports.stream().filter(report -> report.from().isPresent()).toList();
    }

    List<MemberStatus> changes() {
        return changes;
    }

    List<String> withoutMember() {
        return withoutMember;
    }

    synchronized List<DataValue> values(ItemSettings item) {
        return List.copyOf(values.getOrDefault(item, List.of()));
    }

    synchronized int count(ItemSettings item) {
        return values.getOrDefault(item, List.of()).size();
    }

    synchronized long longestPauseMillis() {
        return longestPauseNanos / 1_000_000;
    }

    List<Long> numbers(ItemSettings item) {
        return values(item).stream().map(value -> (Long) value.value().value()).toList();
    }

    /** Every step of the grid exactly once and in order. */
    void assertUnbroken(ItemSettings item) {
        List<Long> numbers = numbers(item);
        assertThat(numbers).as("values of %s", item.node()).isNotEmpty();
        for (int i = 1; i < numbers.size(); i++) {
            assertThat(numbers.get(i))
                    .as("value %d of %d of %s, after %d", i, numbers.size(), item.node(), numbers.get(i - 1))
                    .isEqualTo(numbers.get(i - 1) + 1);
        }
        assertThat(values(item))
                .as("no overflow is shown")
                .noneMatch(value -> value.statusCode().isOverflowSet());
    }
}
