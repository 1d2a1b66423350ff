package dev.pollux.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.tag.Range;
import dev.pollux.server.tag.Scaling;
import dev.pollux.server.tag.Tag;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fingerprint tells whether two stations run the same plant: no more and no less. */
class FingerprintTest {
    @TempDir
    private Path directory;

    private SampleProject sample;
    private Project good;

    @BeforeEach
    void readSample() {
        sample = new SampleProject(directory);
        good = sample.read().orThrow();
    }

    @Test
    void sameFilesGiveTheSameFingerprint() {
        assertThat(sample.read().orThrow().fingerprint()).isEqualTo(good.fingerprint());
    }

    @Test
    void orderOfKeysAndOfListsStyleAndCommentsDoNotCount() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            sample.write("project.yaml", rewrite(SampleProject.PROJECT, random, true));
            sample.write("tags/intake.yaml", rewrite(SampleProject.TAGS, random, false));

            Project shuffled = sample.read().orThrow();

            assertThat(shuffled.fingerprint())
                    .as("seed %s:\n%s", seed, sample.text("project.yaml"))
                    .isEqualTo(good.fingerprint());
            assertThat(ProjectDiff.between(good, shuffled)).isEmpty();
        }
    }

    /** The same values as other YAML: flow style, quoted text; keys shuffled, lists if wanted, but not stations. */
    private static String rewrite(String yaml, Random random, boolean lists) {
        Source source = YamlText.parse("x", yaml, new Faults()).orElseThrow();
        return "# shuffled\n" + rewrite(source.plain(), random, lists, "") + "\n";
    }

    private static String rewrite(Object value, Random random, boolean lists, String key) {
        if (value instanceof Map<?, ?> map) {
            List<Object> keys = new ArrayList<>(map.keySet());
            Collections.shuffle(keys, random);
            List<String> entries = keys.stream()
                    .map(each -> each + ": "
                            + rewrite(Objects.requireNonNull(map.get(each)), random, lists, String.valueOf(each)))
                    .toList();
            return "{" + String.join(random.nextBoolean() ? ", " : ",\n  ", entries) + "}";
        }
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>(list);
            if (lists && !key.equals("stations")) {
                Collections.shuffle(items, random);
            }
            return "["
                    + String.join(
                            ", ",
                            items.stream()
                                    .map(each -> rewrite(each, random, lists, ""))
                                    .toList()) + "]";
        }
        if (value instanceof String text) {
            return random.nextBoolean() ? "\"" + text + "\"" : "'" + text + "'";
        }
        return String.valueOf(value);
    }

    @Test
    void yamlAndCsvAreTheSame() {
        sample.delete("tags/outlet.csv").write("tags/other.yaml", """
                        tags:
                          - {name: LEVEL1, area: Outlet, description: 'Level, "clear" water', type: uint16,
                             device: PLC1, address: "holding:200", scaling: {factor: 1e-2},
                             range: {low: -0.0, high: 6.00}, unit: m, archive: start}
                          - {name: VALVE1, area: Outlet, type: boolean, device: PLC1, address: "coil:5",
                             poll: 1000ms, access: read-write, archive: none, stepped: true}
                        """);

        assertThat(sample.read().orThrow().fingerprint()).isEqualTo(good.fingerprint());
    }

    @Test
    void defaultsWrittenOutAndParentsListedAreTheSame() {
        sample.replace(
                        "project.yaml",
                        "host: plc2.example.org",
                        "host: plc2.example.org, port: 102, unit: 1, block-gap: 8")
                .replace("project.yaml", "  - path: Outlet", "  - path: Outlet\n    description: ''\n  - path: Intake");

        assertThat(sample.read().orThrow().fingerprint()).isEqualTo(good.fingerprint());
    }

    // The stations speak about tags by index.
    @Test
    void orderOfTagsCounts() {
        List<Tag> swapped = new ArrayList<>(good.tags());
        Collections.swap(swapped, 1, 2);
        Project other = new Project(
                good.name(),
                good.namespaceUri(),
                good.redundancy(),
                good.areas(),
                good.devices(),
                good.archive(),
                swapped,
                good.users());

        assertThat(other.fingerprint()).isNotEqualTo(good.fingerprint());
        assertThat(ProjectDiff.between(good, other))
                .containsExactly("tags: the order differs, position 1 is PUMP1.Running -> LEVEL1");
    }

    // By reflection over all records, so that a field that somebody adds later cannot be forgotten.
    @Test
    void everyFieldCounts() throws ReflectiveOperationException {
        Map<String, String> prints = new LinkedHashMap<>();
        prints.put(
                "unchanged",
                print(
                        witnessed(good.redundancy()),
                        good.areas().get(2),
                        good.devices().get(0),
                        good.tags().get(0),
                        good.users()));
        RedundancyConfig redundancy = witnessed(good.redundancy());
        Area area = good.areas().get(2);
        DeviceConfig device = good.devices().get(0);
        Tag tag = good.tags().get(0);
        for (Object changed : variants(redundancy)) {
            prints.put(changed.toString(), print((RedundancyConfig) changed, area, device, tag, good.users()));
        }
        for (Object changed : variants(area)) {
            prints.put(changed.toString(), print(redundancy, (Area) changed, device, tag, good.users()));
        }
        for (Object changed : variants(device)) {
            prints.put(changed.toString(), print(redundancy, area, (DeviceConfig) changed, tag, good.users()));
        }
        for (Object changed : variants(tag)) {
            prints.put(changed.toString(), print(redundancy, area, device, (Tag) changed, good.users()));
        }
        for (Object changed : variants(good.users())) {
            UsersConfig users = (UsersConfig) changed;
            prints.put(
                    changed + ""
                            + users.users().stream()
                                    .map(UsersConfig.User::passwordHash)
                                    .toList(),
                    print(redundancy, area, device, tag, users));
        }
        assertThat(prints).hasSizeGreaterThan(35);
        assertThat(prints.values()).doesNotHaveDuplicates();
        assertThat(new Fingerprint().head("a", "b").hex())
                .isNotEqualTo(new Fingerprint().head("ab", "").hex())
                .isNotEqualTo(new Fingerprint().head("a", "c").hex());
    }

    private static RedundancyConfig witnessed(RedundancyConfig plain) {
        return new RedundancyConfig(
                plain.stations(),
                plain.defaultMaster(),
                plain.startupWait(),
                plain.stability(),
                plain.networkStability(),
                plain.heartbeat(),
                plain.failAfter(),
                plain.mode(),
                Optional.of(new WitnessConfig(List.of("http://a:2379", "http://b:2379"), Duration.ofSeconds(5))),
                true,
                true);
    }

    // Stations that archive differently could not fill each other's gaps.
    @Test
    void everyFieldOfArchivingCounts() throws ReflectiveOperationException {
        ArchiveConfig archive = good.archive();
        assertThat(archive.profiles()).hasSize(3);
        int compared = 0;
        for (ArchiveConfig.Profile profile : archive.profiles()) {
            ArchiveConfig one = new ArchiveConfig(archive.retention(), List.of(profile), archive.longTerm());
            String print = new Fingerprint().archive(one).hex();
            for (Object changed : variants(one)) {
                boolean same = changed.equals(one); // an empty Optional has no other value here
                compared += same ? 0 : 1;
                String other =
                        new Fingerprint().archive((ArchiveConfig) changed).hex();
                assertThat(other.equals(print)).as("%s", changed).isEqualTo(same);
            }
        }
        assertThat(compared).as("control").isGreaterThan(20);
    }

    private static String print(
            RedundancyConfig redundancy, Area area, DeviceConfig device, Tag tag, UsersConfig users) {
        return new Fingerprint()
                .redundancy(redundancy)
                .areas(List.of(area))
                .devices(List.of(device))
                .tags(List.of(tag))
                .users(users)
                .hex();
    }

    /** All records that differ from this one in exactly one place, however deep. */
    private static List<Object> variants(Object value) throws ReflectiveOperationException {
        if (value instanceof Record) {
            List<Object> variants = new ArrayList<>();
            RecordComponent[] components = value.getClass().getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            for (int i = 0; i < components.length; i++) {
                for (Object changed : variants(components[i].getAccessor().invoke(value))) {
                    Object[] values = new Object[components.length];
                    for (int j = 0; j < values.length; j++) {
                        values[j] =
                                j == i ? changed : components[j].getAccessor().invoke(value);
                    }
                    try {
                        variants.add(
                                value.getClass().getDeclaredConstructor(types).newInstance(values));
                    } catch (InvocationTargetException refused) {
                        // What the record refuses cannot be in a project.
                        assertThat(refused.getCause()).isInstanceOf(IllegalArgumentException.class);
                    }
                }
            }
            return variants;
        }
        if (value instanceof Optional<?> optional && optional.isPresent() && optional.get() instanceof Record inner) {
            List<Object> variants = new ArrayList<>(List.of(Optional.empty()));
            for (Object changed : variants(inner)) {
                variants.add(Optional.of(changed));
            }
            return variants;
        }
        if (value instanceof List<?> list && list.get(0) instanceof Record inner) {
            List<Object> variants = new ArrayList<>(List.of(List.of()));
            for (Object changed : variants(inner)) {
                variants.add(List.of(changed));
            }
            return variants;
        }
        return List.of(changed(value));
    }

    private static Object changed(Object value) {
        if (value instanceof String text) {
            return text + "x";
        } else if (value instanceof Integer number) {
            return number + 1;
        } else if (value instanceof Boolean flag) {
            return !flag;
        } else if (value instanceof Double number) {
            return number + 0.25;
        } else if (value instanceof Duration duration) {
            return duration.plusMillis(1);
        } else if (value instanceof Optional<?>) {
            return Optional.empty();
        } else if (value instanceof List<?> list) {
            List<?> reversed = new ArrayList<>(list);
            Collections.reverse(reversed);
            return reversed;
        } else if (value instanceof Enum<?> constant) {
            return Arrays.stream(constant.getDeclaringClass().getEnumConstants())
                    .filter(other -> !other.equals(constant))
                    .findFirst()
                    .orElseThrow();
        }
        throw new IllegalStateException("no other value known for " + value.getClass());
    }

    @Test
    void differencesAreNamedInWords() {
        sample.replace("project.yaml", "stability: 5s", "stability: 1m")
                .replace("project.yaml", "port: 5020", "port: 502")
                .replace("project.yaml", "anonymous: observer", "anonymous: none")
                .replace("project.yaml", "AAECAwQFBgcICQoLDA0ODw==", "AAECAwQFBgcICQoLDA0OEA==")
                .replace("tags/intake.yaml", "poll: 100ms", "poll: 50ms")
                .replace("tags/outlet.csv", "VALVE1", "VALVE2");

        assertThat(ProjectDiff.between(good, sample.read().orThrow()))
                .containsExactly(
                        "redundancy.stability: 5s -> 1m",
                        "device PLC1: port: 5020 -> 502",
                        "tag FLOW1: poll: 100ms -> 50ms",
                        "tag VALVE1: only in the first project",
                        "tag VALVE2: only in the second project",
                        "users.anonymous: observer -> none",
                        "user op: password-hash differs");
    }

    @Test
    void unwrittenScalingAndScalingThatDoesNothingAreTheSame() {
        Project plain = sample.replace("tags/intake.yaml", "{factor: 0.1, offset: -5}", "{}")
                .read()
                .orThrow();

        assertThat(plain.tags().get(0).scaling()).isEqualTo(Scaling.NONE);
        assertThat(plain.tags().get(0).range()).contains(new Range(0, 250.5));
        assertThat(plain.fingerprint()).isNotEqualTo(good.fingerprint());
    }
}
