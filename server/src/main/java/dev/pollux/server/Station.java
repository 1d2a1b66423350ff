package dev.pollux.server;

import dev.pollux.server.maintenance.Maintenance;
import dev.pollux.server.maintenance.MaintenanceStore;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.RedundancyConfig;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.redundancy.Ability;
import dev.pollux.server.redundancy.PairCore;
import dev.pollux.server.redundancy.ServiceLevelRules;
import dev.pollux.server.redundancy.link.LinkIdentity;
import dev.pollux.server.redundancy.link.LinkLedger;
import dev.pollux.server.redundancy.link.LinkWorker;
import dev.pollux.server.redundancy.loop.RedundancyLoop;
import dev.pollux.server.redundancy.loop.Senses;
import dev.pollux.server.redundancy.loop.StatusTemplate;
import dev.pollux.server.redundancy.loop.TermStore;
import dev.pollux.server.security.PasswordHash;
import dev.pollux.server.security.Pki;
import dev.pollux.server.source.Acquisition;
import dev.pollux.server.source.Clocks;
import dev.pollux.server.source.plc.PlcSources;
import dev.pollux.server.space.StationServer;
import dev.pollux.server.space.TagWriter;
import dev.pollux.server.tag.TagTable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One station: puts its parts together, starts them in order and closes them in reverse. The only place that knows
 * which adapter stands behind which port.
 */
public final class Station implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Station.class);
    private static final Duration REFRESH = Duration.ofMillis(500);
    private static final Duration ANNOUNCE_MAX = Duration.ofSeconds(1);
    private static final Duration SHUT_MAX = Duration.ofMillis(2_500);
    private static final Duration TELL_PARTNER_MAX = Duration.ofMillis(500);

    private final StationConfig config;
    private final Pki pki;
    private final Acquisition acquisition;
    private final StationDevices devices;
    private final ScheduledExecutorService timer;
    private final RedundancyLoop loop;
    private final StationPublisher publisher;
    private final StationMessages messages;
    private final StationServer server;
    private final List<LinkWorker> links;
    private final StationNetwork network;
    private final StationWitness witness;
    private final Optional<StationArchive> archive;
    private final Optional<StationChanges> changes;
    private final StationMaintenance maintenance;
    private final StationHealth health;
    private final AtomicInteger clients = new AtomicInteger();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    // Set when the station begins to close: what is being taken down is no longer refreshed.
    private volatile boolean closing;

    private Station(Project project, StationConfig config, Pki pki, TagTable table, Kept kept) throws IOException {
        this.messages = kept.messages();
        this.changes = kept.changes();
        this.config = config;
        this.pki = pki;
        this.archive = kept.archive();
        TermStore terms = new TermStore(config.dataDirectory());
        StationValues values = new StationValues(project, config);
        RedundancyConfig redundancy = project.redundancy();
        StationPartners partners = new StationPartners(project, config);
        timer = Executors.newSingleThreadScheduledExecutor(Station::timerThread);
        acquisition = new Acquisition(
                project.devices(),
                project.tags(),
                table,
                PlcSources::of,
                Clocks.system(),
                new DeviceEars(this::loop, archive));
        devices = new StationDevices(project, acquisition, System::nanoTime);
        publisher = new StationPublisher(values, terms, acquisition, devices, timer);
        network = new StationNetwork(config, messages, () -> loop().devicesChanged());
        witness = new StationWitness(project, config, () -> loop().witnessChanged());
        Map<String, LinkLedger> ledgers = StationLinks.ledgers(partners, messages);
        loop = loop(project, values.levels(), partners.core(terms.load()), ledgers);
        RoleDesk desk = new RoleDesk(
                config.station(), redundancy.stations(), redundancy.failAfter().multipliedBy(3), loop);
        maintenance = new StationMaintenance(
                new MaintenanceStore(config.dataDirectory()), desk, loop, ending::complete, InstantSource.system());
        links = links(project, partners, ledgers);
        synchronize(partners, uri -> identity(project, uri));
        PartnerDesk partnerDesk =
                new PartnerDesk(loop, links, redundancy.failAfter(), partners, publisher::awaitShown, records());
        server = server(project, table, desk, partnerDesk);
        messages.show(server::tell);
        archive.ifPresent(each -> {
            table.addListener(each.recorder());
            server.control(each);
            each.sync().ifPresent(sync -> server.system().sync().control(sync::pause));
        });
        maintenance.connect(server);
        publisher.maintained(maintenance::current);
        publisher.explained(new StationDetails(ledgers, archive.flatMap(StationArchive::sync), System::nanoTime)::of);
        health = new StationHealth(
                config,
                new StationHealth.Parts(
                        loop, acquisition, archive, links, witness, timer::execute, publisher::probe, server::probe),
                new HealthEffects(
                        new HealthEffects.Surroundings(redundancy.isPair(), partnerDesk::calls, network::addressAtRisk),
                        loop,
                        server,
                        publisher,
                        ending::complete),
                messages);
        publisher.connect(
                server, links, StationPairMessages.after(desk::changed, messages, config, project), loop::defect);
    }

    private void synchronize(StationPartners partners, Function<String, LinkIdentity> identity) {
        if (!partners.names().isEmpty()) {
            archive.ifPresent(each -> each.synchronize(partners, identity, messages));
        }
        messages.synchronize(partners, identity);
        changes.ifPresent(each -> each.synchronize(partners, identity));
    }

    private PartnerDesk.Records records() {
        return new PartnerDesk.Records(
                archive.map(StationArchive::desk), messages.desk(), messages, changes.map(StationChanges::desk));
    }

    /** What a station keeps on its disk. */
    private record Kept(Optional<StationArchive> archive, Optional<StationChanges> changes, StationMessages messages) {}

    private RedundancyLoop loop(
            Project project, ServiceLevelRules levels, PairCore core, Map<String, LinkLedger> ledgers) {
        return new RedundancyLoop(
                core,
                levels,
                new Senses(this::ability, clients::get, devices::lost, id -> StationLinks.facts(ledgers, id), witness),
                new StatusTemplate(
                        config.station(),
                        project.applicationUri(config.station()),
                        project.fingerprint(),
                        StationServer.discoveryUrls(config)),
                publisher,
                messages);
    }

    private StationServer server(Project project, TagTable table, RoleDesk desk, PartnerDesk partnerDesk) {
        TagWriter commands = new StationCommands(this::loop, acquisition);
        return new StationServer(new StationServer.Parts(
                project,
                config,
                pki,
                table,
                PasswordHash::verify,
                changes.map(each -> each.writer(commands)).orElse(commands),
                desk,
                partnerDesk,
                archive.map(each -> each.history(changes)),
                Optional.of(messages.log())));
    }

    /**
     * Starts a station. When this returns clients can connect; the role is decided soon after.
     *
     * @param project shared by both stations
     * @param config of this station
     * @throws IOException with the reason and its remedy in one line; nothing is left running then
     */
    public static Station start(Project project, StationConfig config) throws IOException {
        Pki pki = certificates(project, config);
        Station station;
        Optional<StationArchive> archive = Optional.empty();
        Optional<StationChanges> changes = Optional.empty();
        StationMessages messages;
        try {
            messages = StationMessages.open(project, config);
        } catch (IOException | RuntimeException e) {
            pki.close();
            throw e;
        }
        try {
            TagTable table = new TagTable(project.tags(), Instant.now());
            archive = StationArchive.open(project, config, table, messages);
            changes = StationChanges.open(project, config, table, archive.isPresent());
            station = new Station(project, config, pki, table, new Kept(archive, changes, messages));
        } catch (IOException | RuntimeException e) {
            changes.ifPresent(StationChanges::close);
            archive.ifPresent(StationArchive::close);
            messages.close();
            pki.close();
            throw e;
        }
        try {
            station.begin();
            return station;
        } catch (IOException | RuntimeException e) {
            station.release();
            throw e;
        }
    }

    /**
     * Opens the station's certificates and makes its own if there are none; may be done while the station runs.
     *
     * @throws IOException with the reason and its remedy in one line
     */
    public static Pki certificates(Project project, StationConfig config) throws IOException {
        Files.createDirectories(config.dataDirectory());
        List<String> hosts = config.endpoints().stream()
                .map(StationConfig.Endpoint::host)
                .distinct()
                .toList();
        return Pki.open(
                config.dataDirectory().resolve("pki"),
                new Pki.Subject(config.station(), project.applicationUri(config.station()), hosts),
                config.trustUnknownClients());
    }

    private void begin() throws IOException {
        server.start();
        loop.start();
        witness.begin();
        maintenance.start();
        network.begin();
        links.forEach(LinkWorker::start);
        messages.begin();
        archive.ifPresent(each -> each.begin(loop::defect));
        changes.ifPresent(each -> each.begin(archive.map(StationArchive::archive)));
        acquisition.start();
        var unused =
                timer.scheduleAtFixedRate(this::refresh, REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
        health.begin();
        LOG.info("station {} started", config.station());
    }

    private List<LinkWorker> links(Project project, StationPartners partners, Map<String, LinkLedger> ledgers) {
        List<LinkWorker> workers = new ArrayList<>();
        ledgers.forEach((partner, ledger) -> workers.addAll(StationLinks.of(
                partners.links(partner),
                project.redundancy(),
                StationLinks.peer(partners.uri(partner), identity(project, partners.uri(partner)), pki),
                loop,
                ledger,
                publisher::awaitShown)));
        return List.copyOf(workers);
    }

    private LinkIdentity identity(Project project, String partnerUri) {
        return new LinkIdentity(
                project.applicationUri(config.station()),
                pki.keyPair(),
                pki.certificate(),
                new PartnerTrust(pki, partnerUri));
    }

    /** What this station says of itself, put together from its parts. */
    private Ability ability() {
        return health.judge(devices.ability().reaching(network.reachable()))
                .impaired(archive.flatMap(StationArchive::sync).flatMap(StationSync::impairment))
                .maintained(maintenance.current().map(Maintenance::text));
    }

    private RedundancyLoop loop() {
        return loop;
    }

    private void refresh() {
        if (closing) {
            return;
        }
        try {
            clients.set(server.clientCount());
            publisher.refresh();
            server.publish(network.values());
            server.system().witness().publish(witness.values(loop.mayAct()));
            archive.ifPresent(each -> server.system().publish(each.values()));
            server.publish(health.values());
            archive.flatMap(StationArchive::sync)
                    .ifPresent(each -> server.system().sync().publish(each.values()));
        } catch (RuntimeException e) {
            LOG.error("cannot refresh the diagnostics", e);
            loop.defect("diagnostics broke: " + e);
        }
    }

    /** What a station wants to become of its process. */
    public enum Ending {
        /** It is to end. */
        STOP,
        /** It is to end, and whatever supervises it is to start it again. */
        RESTART
    }

    /**
     * Completes when the station itself wants its process to end. It goes on running until it is closed; whoever has
     * started it does that.
     */
    public CompletionStage<Ending> ending() {
        return ending.copy();
    }

    /** The name of this station. */
    public String name() {
        return config.station();
    }

    /**
     * Stops in good order: partner and clients are told first, then connections and threads end. Takes a few seconds at
     * most.
     */
    @Override
    public void close() {
        LOG.info("station {} stops", config.station());
        // What is being taken down gives no signs of life.
        health.close();
        try {
            loop.stopRuntime().toCompletableFuture().get(TELL_PARTNER_MAX.toMillis(), TimeUnit.MILLISECONDS);
            links.forEach(link -> link.flush(TELL_PARTNER_MAX));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.warn("the partner could not be told of the stop: {}", e.toString());
        }
        try {
            shutServer();
        } finally {
            release();
        }
        LOG.info("station {} stopped", config.station());
    }

    /** The stack closes in the calling thread and may wait long for a dead client; the process does not. */
    private void shutServer() {
        Thread thread =
                timerThread(() -> server.shutdown("station " + config.station() + " is being stopped", ANNOUNCE_MAX));
        thread.start();
        try {
            thread.join(SHUT_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        closing = true;
        maintenance.close();
        health.close();
        links.forEach(LinkWorker::close);
        network.close();
        loop.close();
        witness.close();
        publisher.close();
        acquisition.close();
        timer.shutdown();
        changes.ifPresent(StationChanges::close);
        archive.ifPresent(StationArchive::close);
        messages.close();
        try {
            if (!timer.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.warn("the disk does not take the last term");
            }
            pki.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("certificates could not be closed: {}", e.toString());
        }
    }

    private static Thread timerThread(Runnable action) {
        Thread thread = new Thread(action, "pollux-station");
        thread.setDaemon(true);
        return thread;
    }
}
