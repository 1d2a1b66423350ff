package dev.pollux.server.redundancy.link;

import dev.pollux.server.project.StationConfig.PartnerLink;
import dev.pollux.server.project.StationConfig.SerialLine;
import dev.pollux.server.redundancy.NumberedReport;
import dev.pollux.server.redundancy.link.LinkTrouble.Cause;
import dev.pollux.server.redundancy.link.PartnerLinkWorker.Timing;
import dev.pollux.server.redundancy.link.SerialCodec.Heard;
import dev.pollux.server.redundancy.loop.RedundancyLoop;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a status link over a serial line. Each side sends its status every heartbeat and whenever nudged, and confirms
 * what it has heard last: so both directions are known. Carries status only. One thread.
 */
public final class SerialLinkWorker extends LinkThread {
    private static final Logger LOG = LoggerFactory.getLogger(SerialLinkWorker.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final PartnerLink link;
    private final SerialLine line;
    private final SerialCodec codec;
    private final String partnerUri;
    private final RedundancyLoop loop;
    private final LinkLedger ledger;
    private final Timing timing;
    private final Runnable beforeTelling;
    private final SerialFrames frames = new SerialFrames();
    private final SerialTalk talk = new SerialTalk();
    // Owned by the thread.
    private @Nullable SerialWire wire;
    private long heardNanos;
    private boolean up;
    private String lastTrouble = "";
    // Written by who decides.
    private volatile Optional<NumberedReport> decidedOn = Optional.empty();

    /**
     * A link that does not run yet.
     *
     * @param link with a serial line
     * @param peer who speaks with whom
     * @param loop takes what comes
     * @param ledger takes what is found at the other end
     * @param timing heartbeat, and the silence after which the link counts as failed
     * @param beforeTelling waits, with a bound, until clients are shown what the partner is about to be told
     */
    public SerialLinkWorker(
            PartnerLink link,
            Peer peer,
            RedundancyLoop loop,
            LinkLedger ledger,
            Timing timing,
            Runnable beforeTelling) {
        super(link, loop, timing.failAfter());
        this.link = link;
        this.loop = loop;
        this.ledger = ledger;
        this.timing = timing;
        this.beforeTelling = beforeTelling;
        line = link.serial().orElseThrow();
        partnerUri = peer.uri();
        codec = new SerialCodec(peer.own(), peer.uri(), peer.keys());
    }

    /**
     * Who speaks with whom.
     *
     * @param uri ApplicationUri of the partner
     * @param own identity of this station
     * @param keys that the partner may sign with; asked for each frame
     */
    public record Peer(String uri, LinkIdentity own, Supplier<List<PublicKey>> keys) {}

    /** Nothing to do: the line is never given up for long. */
    @Override
    public void partnerHeard() {}

    @Override
    boolean tells() {
        return true;
    }

    @Override
    void keep() throws InterruptedException {
        heardNanos = System.nanoTime();
        while (!closed()) {
            live();
            try {
                if (wire == null) {
                    frames.reset();
                    wire = SerialWire.open(line);
                    LOG.info("Link {} opened {} with {} bit/s", link.id(), line.port(), line.baud());
                }
                converse(wire);
            } catch (IOException e) {
                drop();
                down(new LinkTrouble(Cause.FAILED, String.valueOf(e.getMessage())));
                TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
            }
        }
    }

    /** Sends when it is time, listens in between. */
    private void converse(SerialWire open) throws IOException, InterruptedException {
        long next = System.nanoTime();
        while (!closed()) {
            live();
            long now = System.nanoTime();
            if (now - next >= 0 || nudged(Duration.ZERO)) {
                next = now + Math.max(timing.heartbeat().toNanos(), send(open));
            }
            int length = open.read();
            for (byte[] body : frames.accept(open.bytes(), length)) {
                take(body);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (System.nanoTime() - heardNanos > timing.failAfter().toNanos() && lastTrouble.isEmpty()) {
                down(new LinkTrouble(
                        Cause.SILENT,
                        "nothing of the partner comes over " + line.port() + " ("
                                + (frames.skipped() > 0 ? "only noise: check the baud rate and the cable" : "silence")
                                + ")"));
            }
        }
    }

    /** Gives how long the line is busy with it, so that a slow line is not stuffed. */
    private long send(SerialWire open) throws IOException, InterruptedException {
        tellingBegins();
        try {
            long asked = System.nanoTime();
            // Before the own status is made, so that it is one that was made knowing what it confirms.
            decidedOn.ifPresent(talk::decidedOn);
            SerialCodec.Echo echo = talk.echo();
            StationStatus status = status(link.id());
            beforeTelling.run();
            byte[] frame = SerialFrames.frame(codec.encode(echo, status));
            open.write(frame);
            talk.sent(status.report(), asked);
            // Ten bits for a byte, and a fifth to breathe.
            return frame.length * 12L * 1_000_000_000L / line.baud();
        } finally {
            tellingEnds();
        }
    }

    private void take(byte[] body) {
        Heard heard;
        try {
            heard = codec.decode(body);
        } catch (IOException e) {
            down(LinkException.trouble(e));
            return;
        }
        StationStatus status = heard.status();
        if (!status.applicationUri().equals(partnerUri) || !status.link().equals(link.name())) {
            down(new LinkTrouble(
                    Cause.NOT_OF_SET,
                    "the line leads to link " + status.link() + " of " + status.applicationUri() + ", not to link "
                            + link.name() + " of " + partnerUri));
            return;
        }
        if (!talk.fresh(status.report(), heard.echo())) {
            return; // A repetition, or a partner that has not heard this process yet.
        }
        heardNanos = System.nanoTime();
        if (!up) {
            up = true;
            lastTrouble = "";
            LOG.info("Link {} over {} is up", link.id(), line.port());
            ledger.up(link.id(), line.port());
        }
        var unused = loop.heard(link.id(), status).whenComplete((answer, failed) -> {
            if (failed == null) {
                decidedOn = Optional.of(status.report());
            } else {
                LOG.warn("Link {}: {}", link.id(), failed.getMessage());
            }
        });
        talk.confirmed(heard.echo(), System.nanoTime(), timing.failAfter()).ifPresent(sentNanos -> {
            ledger.answeredIn(link.id(), Duration.ofNanos(System.nanoTime() - sentNanos));
            loop.answered(link.id(), sentNanos, status, Optional.empty());
        });
    }

    private void down(LinkTrouble trouble) {
        if (!trouble.text().equals(lastTrouble)) {
            LOG.warn("Link {} over {} is down: {}", link.id(), line.port(), trouble.text());
            lastTrouble = trouble.text();
        }
        up = false;
        ledger.down(link.id(), trouble);
        loop.silent(link.id());
    }

    @Override
    void drop() {
        if (wire != null) {
            wire.close();
            wire = null;
        }
    }
}
