package dev.pollux.server.redundancy.link;

import dev.pollux.server.project.StationConfig.PartnerLink;
import dev.pollux.server.redundancy.link.LinkTrouble.Cause;
import dev.pollux.server.redundancy.loop.RedundancyLoop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one link to the partner: connects, exchanges status every heartbeat and whenever nudged, and tells the loop
 * what came of it. One thread per link, so that a hanging network never holds up another.
 */
public final class PartnerLinkWorker extends LinkThread {
    private static final Logger LOG = LoggerFactory.getLogger(PartnerLinkWorker.class);
    private static final Duration RETRY_MAX = Duration.ofSeconds(2);

    private final PartnerLink link;
    private final List<PartnerWay> ways;
    private final LinkLedger ledger;
    private final String partnerUri;
    private final LinkIdentity own;
    private final RedundancyLoop loop;
    private final Duration heartbeat;
    private final Duration timeout;
    private final Runnable beforeTelling;
    private volatile boolean down = true; // set by the thread, read by whoever nudges

    /**
     * When a link speaks.
     *
     * @param heartbeat between two exchanges
     * @param failAfter bound on one exchange
     */
    public record Timing(Duration heartbeat, Duration failAfter) {}

    // Owned by the thread.
    private @Nullable PartnerConnection connection;
    private int way;
    private Duration retry;
    private String lastTrouble = "";

    /**
     * A link that does not run yet.
     *
     * @param link where the partner is
     * @param partnerUri ApplicationUri of the partner
     * @param own identity of this station
     * @param loop takes what comes
     * @param ledger takes what is found at the other end
     * @param timing heartbeat and the bound on one exchange
     * @param beforeTelling waits, with a bound, until clients are shown what the partner is about to be told
     */
    public PartnerLinkWorker(
            PartnerLink link,
            String partnerUri,
            LinkIdentity own,
            RedundancyLoop loop,
            LinkLedger ledger,
            Timing timing,
            Runnable beforeTelling) {
        super(link, loop, timing.failAfter());
        this.link = link;
        this.ledger = ledger;
        this.partnerUri = partnerUri;
        this.own = own;
        this.loop = loop;
        this.beforeTelling = beforeTelling;
        heartbeat = timing.heartbeat();
        timeout = timing.failAfter();
        retry = heartbeat;
        ways = PartnerWay.of(link);
    }

    @Override
    public void partnerHeard() {
        if (down) {
            nudge();
        }
    }

    @Override
    boolean tells() {
        return !down;
    }

    @Override
    void keep() throws InterruptedException {
        while (!closed()) {
            live();
            Duration pause = connection == null ? connect() : exchange(connection);
            if (nudged(pause) && connection == null) {
                retry = heartbeat;
            }
        }
    }

    /** Tries each address once, beginning with the one that worked last. */
    private Duration connect() throws InterruptedException {
        List<LinkTrouble> troubles = new ArrayList<>();
        for (int tries = 0; tries < ways.size() && !closed(); tries++) {
            live();
            PartnerWay tried = ways.get(way);
            try {
                tried.knock(timeout);
                loop.accepted(link.id());
                connection = PartnerConnection.open(tried, partnerUri, own, timeout, this::nudge);
                down = false;
                LOG.info("Link {} to {} is up", link.id(), tried.url());
                ledger.up(link.id(), tried.url().toString());
                lastTrouble = "";
                retry = heartbeat;
                return Duration.ZERO;
            } catch (IOException e) {
                troubles.add(LinkException.trouble(e));
                way = (way + 1) % ways.size();
            }
        }
        return failed(troubles);
    }

    /** What the addresses have answered together: one that is accepted says more than one that is silent. */
    private Duration failed(List<LinkTrouble> troubles) {
        if (!troubles.isEmpty()) {
            LinkTrouble worst = troubles.stream()
                    .max(Comparator.comparing(LinkTrouble::cause))
                    .orElseThrow();
            String why = troubles.stream().map(LinkTrouble::text).distinct().collect(Collectors.joining("; "));
            if (!why.equals(lastTrouble)) {
                LOG.warn("Link {} is down: {}", link.id(), why);
                lastTrouble = why;
            }
            ledger.down(link.id(), new LinkTrouble(worst.cause(), why));
            if (troubles.stream().allMatch(each -> each.cause() == Cause.NO_SERVER)) {
                loop.refused(link.id());
            } else if (troubles.stream()
                    .allMatch(each -> each.cause() == Cause.NO_SERVER || each.cause() == Cause.SILENT)) {
                loop.silent(link.id());
            }
        }
        Duration pause = retry;
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : doubled;
        return pause;
    }

    private Duration exchange(PartnerConnection open) throws InterruptedException {
        long sentNanos = System.nanoTime();
        Instant sentAt = Instant.now();
        tellingBegins();
        try {
            StationStatus status = status(link.name());
            beforeTelling.run();
            byte[] request = StatusCodec.encode(status);
            StationStatus answer = StatusCodec.decode(open.exchange(request));
            Duration roundTrip = Duration.ofNanos(System.nanoTime() - sentNanos);
            Instant middle = sentAt.plus(roundTrip.dividedBy(2));
            Duration offset = ledger.measured(link.id(), roundTrip, Duration.between(middle, answer.wallClock()));
            loop.answered(link.id(), sentNanos, answer, Optional.of(offset));
            Duration rest = heartbeat.minus(roundTrip);
            return rest.isNegative() ? Duration.ZERO : rest;
        } catch (IOException e) {
            LinkTrouble trouble = LinkException.trouble(e);
            if (trouble.cause() == Cause.DISABLED) {
                return refused(trouble);
            }
            drop();
            // Try again at once: a dead server is then told from a dead network by its refusal.
            LOG.warn("Link {} to {} failed: {}", link.id(), ways.get(way).url(), e.getMessage());
            ledger.down(link.id(), trouble);
            retry = heartbeat;
            return Duration.ZERO;
        } finally {
            tellingEnds();
        }
    }

    /** The partner is there and wants no redundancy: its restart ends this session, and that is noticed at once. */
    private Duration refused(LinkTrouble trouble) {
        if (!trouble.text().equals(lastTrouble)) {
            LOG.warn("Link {} is of no use: {}", link.id(), trouble.text());
            lastTrouble = trouble.text();
        }
        ledger.down(link.id(), trouble);
        loop.silent(link.id());
        return RETRY_MAX;
    }

    @Override
    void drop() {
        down = true;
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
