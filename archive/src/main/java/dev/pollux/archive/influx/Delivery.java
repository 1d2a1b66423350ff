package dev.pollux.archive.influx;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.influx.WriteAnswer.Kind;
import dev.pollux.archive.rocks.SampleCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings samples to the database and does not return before they are stored, refused for good, or no longer to be sent.
 * All of it may be done again: a point that is written twice is one point.
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /** A request grows no larger than about this before compression; servers take 25 MB and more. */
    private static final int REQUEST_CHARS = 4 << 20;

    private static final int LINE_IN_LOG = 500;

    private final InfluxConfig config;
    private final InfluxConnection connection;
    private final Provisioning provisioning;
    private final StoredSamples stored;
    private final KnownArchives known;
    private final Lock merging;
    private final SendState state;
    private final Pause pause;

    /** Samples that were refused for good since start. */
    private final AtomicLong refused = new AtomicLong();

    /** Waits between two attempts. */
    @FunctionalInterface
    interface Pause {
        /** Returns whether to go on with what is being sent. */
        boolean after(WriteAnswer failure);
    }

    /**
     * Where samples go.
     *
     * @param merging is held while merges are written
     */
    record Target(
            InfluxConfig config,
            InfluxConnection connection,
            Provisioning provisioning,
            KnownArchives known,
            Lock merging) {}

    Delivery(Target target, StoredSamples stored, SendState state, Pause pause) {
        this.config = target.config();
        this.connection = target.connection();
        this.provisioning = target.provisioning();
        this.known = target.known();
        this.merging = target.merging();
        this.stored = stored;
        this.state = state;
        this.pause = pause;
    }

    long refused() {
        return refused.get();
    }

    /** A sample on its way. */
    record Item(Series series, Queued queued) {}

    /** Returns whether all was delivered; false if it is no longer to be sent. */
    boolean deliver(List<Item> items) {
        Map<String, List<Item>> byArchive = new LinkedHashMap<>();
        for (Item item : items) {
            byArchive
                    .computeIfAbsent(item.series().archive(), key -> new ArrayList<>())
                    .add(item);
        }
        for (Map.Entry<String, List<Item>> archive : byArchive.entrySet()) {
            if (!deliver(archive.getKey(), archive.getValue())) {
                return false;
            }
        }
        return true;
    }

    private boolean deliver(String archive, List<Item> items) {
        List<Item> merges = items.stream()
                .filter(item -> item.queued().mode() == WriteMode.MERGE)
                .toList();
        Set<Item> worse = new HashSet<>();
        if (!merges.isEmpty() && !attempt(() -> worse.addAll(worse(archive, merges)))) {
            return false;
        }
        List<Item> part = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        Series headOf = null;
        String head = "";
        for (Item item : items) {
            if (worse.contains(item)) {
                continue;
            }
            if (!item.series().equals(headOf)) {
                headOf = item.series();
                head = LineProtocol.head(
                        config.measurementOf(archive), RowCodec.id(item.series().name()));
            }
            LineProtocol.append(lines, head, item.queued().sample());
            part.add(item);
            if (lines.length() > REQUEST_CHARS) {
                if (!post(archive, part, lines.toString())) {
                    return false;
                }
                part = new ArrayList<>();
                lines.setLength(0);
            }
        }
        return part.isEmpty() || post(archive, part, lines.toString());
    }

    /** Of samples to merge those for which the database has the same or a better one. */
    private Set<Item> worse(String archive, List<Item> merges) {
        Map<String, Set<Long>> wanted = new TreeMap<>();
        for (Item item : merges) {
            wanted.computeIfAbsent(item.series().name(), key -> new HashSet<>())
                    .add(item.queued().sample().time());
        }
        Map<String, Map<Long, ArchivedSample>> found = stored.find(archive, wanted);
        Set<Item> worse = new HashSet<>();
        for (Item item : merges) {
            ArchivedSample sample = item.queued().sample();
            ArchivedSample there =
                    found.getOrDefault(item.series().name(), Map.of()).get(sample.time());
            if (there != null && SampleCodec.compare(there, sample) >= 0) {
                worse.add(item);
            }
        }
        return worse;
    }

    /** Does something that asks the database until it answers. */
    boolean attempt(Runnable question) {
        while (true) {
            try {
                question.run();
                return true;
            } catch (ArchiveException e) {
                if (!pause.after(failure(e))) {
                    return false;
                }
            }
        }
    }

    private WriteAnswer failure(ArchiveException e) {
        String message = String.valueOf(e.getMessage());
        boolean denied = message.contains("HTTP 401") || message.contains("HTTP 403") || message.contains("authoriz");
        connection.forgetVersion();
        provisioning.doubtAll();
        return WriteAnswer.of(denied ? Kind.DENIED : Kind.LATER, message);
    }

    private boolean post(String archive, List<Item> items, String lines) {
        while (true) {
            if (!attempt(() -> provisioning.provide(archive))) {
                return false;
            }
            WriteAnswer answer = write(archive, items, lines);
            switch (answer.kind()) {
                case STORED -> {
                    known.add(archive);
                    state.done(answer, items.size());
                    return true;
                }
                case PARTIAL -> {
                    refused.addAndGet(answer.dropped());
                    LOG.error("{}: {} samples are lost", answer.message(), answer.dropped());
                    state.done(answer, items.size() - answer.dropped());
                    return true;
                }
                case UNREADABLE -> {
                    return halve(archive, items, answer);
                }
                case NO_SUCH_PATH -> {
                    connection.useOldPath();
                    if (!pause.after(answer)) {
                        return false;
                    }
                }
                case MISSING -> {
                    provisioning.doubt(archive);
                    if (!pause.after(answer)) {
                        return false;
                    }
                }
                case DENIED, LATER -> {
                    connection.forgetVersion();
                    provisioning.doubtAll();
                    if (!pause.after(answer)) {
                        return false;
                    }
                }
            }
        }
    }

    private WriteAnswer write(String archive, List<Item> items, String lines) {
        boolean merges = items.stream().anyMatch(item -> item.queued().mode() == WriteMode.MERGE);
        if (!merges) {
            return connection.write(archive, lines);
        }
        merging.lock();
        try {
            return connection.write(archive, lines);
        } finally {
            merging.unlock();
        }
    }

    /** The server cannot read something in it, or finds it too large: the halves, down to the line that it means. */
    private boolean halve(String archive, List<Item> items, WriteAnswer answer) {
        if (items.size() == 1) {
            refused.incrementAndGet();
            String line = lines(archive, items);
            LOG.error(
                    "{}: this sample is lost: {}",
                    answer.message(),
                    line.length() > LINE_IN_LOG ? line.substring(0, LINE_IN_LOG) + "..." : line.strip());
            state.done(answer, 0);
            return true;
        }
        List<Item> first = items.subList(0, items.size() / 2);
        List<Item> second = items.subList(items.size() / 2, items.size());
        return post(archive, first, lines(archive, first)) && post(archive, second, lines(archive, second));
    }

    private String lines(String archive, List<Item> items) {
        StringBuilder lines = new StringBuilder();
        for (Item item : items) {
            String head = LineProtocol.head(
                    config.measurementOf(archive), RowCodec.id(item.series().name()));
            LineProtocol.append(lines, head, item.queued().sample());
        }
        return lines.toString();
    }
}
