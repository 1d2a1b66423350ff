package dev.pollux.server;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.message.Message;
import dev.pollux.archive.message.MessageLog;
import dev.pollux.archive.rocks.RocksMessageLog;
import dev.pollux.server.message.Messages;
import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.message.log.MessageDesk;
import dev.pollux.server.message.log.MessageJournal;
import dev.pollux.server.message.log.MessageSync;
import dev.pollux.server.project.MessageConfig;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.redundancy.link.ArchiveLink;
import dev.pollux.server.redundancy.link.LinkIdentity;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the station tells operators, and all that becomes of it: log files, events, the message log, and its likeness to
 * the partner's. Opened before all that raises messages, closed after it.
 */
final class StationMessages implements Messages, AutoCloseable {
    private static final Duration CALL_MAX = Duration.ofSeconds(10);

    private final Project project;
    private final StationConfig config;
    private final MessageLog log;
    private final MessageJournal journal;
    // Set once, when the server is there.
    private volatile Consumer<Message> clients = message -> {};
    // Filled once, before this begins; read by whoever raises messages.
    private final List<MessageSync> syncs = new CopyOnWriteArrayList<>();
    private final List<ArchiveLink> links = new ArrayList<>();

    private StationMessages(Project project, StationConfig config, MessageLog log) {
        this.project = project;
        this.config = config;
        this.log = log;
        MessageConfig kept = project.messages();
        journal = new MessageJournal(
                config.station(),
                log,
                new MessageJournal.Retention(kept.retention(), kept.countMax()),
                InstantSource.system(),
                message -> clients.accept(message));
        journal.start();
    }

    /**
     * Opens the message log; from here on messages are taken.
     *
     * @throws IOException with the reason and its remedy in one line
     */
    static StationMessages open(Project project, StationConfig config) throws IOException {
        try {
            MessageLog log = RocksMessageLog.open(config.dataDirectory().resolve("messages"), config.station());
            return new StationMessages(project, config, log);
        } catch (ArchiveException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Clients are shown messages from here on. */
    void show(Consumer<Message> toClients) {
        clients = toClients;
    }

    /** Where the messages of all stations are. */
    MessageLog log() {
        return log;
    }

    /** Answers the partner. */
    MessageDesk desk() {
        return new MessageDesk(log, project.redundancy().stations());
    }

    /**
     * Messages are to be fetched from all partners, if the project says so. Before this begins.
     *
     * @param identity of this station, for a partner with an ApplicationUri
     */
    void synchronize(StationPartners partners, Function<String, LinkIdentity> identity) {
        if (project.messages().synchronize()) {
            for (String name : partners.names()) {
                ArchiveLink link = partners.archiveLink(name, identity, CALL_MAX);
                links.add(link);
                syncs.add(new MessageSync(config.station(), name, log, journal, link::askForMessages));
            }
        }
    }

    /** Begins to fetch. */
    void begin() {
        syncs.forEach(MessageSync::start);
    }

    @Override
    public void raise(SystemMessage message, Object... values) {
        journal.raise(message, values);
        if (message == SystemMessage.PARTNER_BACK) {
            syncs.forEach(MessageSync::now);
        }
    }

    /** The last sign of life of the thread that takes messages, as monotonic nanoseconds. */
    long lastBeat() {
        return journal.beat();
    }

    @Override
    public void close() {
        syncs.forEach(MessageSync::close);
        links.forEach(ArchiveLink::close);
        journal.close();
        log.close();
    }
}
