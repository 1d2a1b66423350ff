package dev.pollux.server;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.sync.ArchiveDesk;
import dev.pollux.server.change.ChangeDesk;
import dev.pollux.server.message.Messages;
import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.message.log.MessageDesk;
import dev.pollux.server.project.StationConfig.PartnerLink;
import dev.pollux.server.redundancy.Reason;
import dev.pollux.server.redundancy.link.LinkWorker;
import dev.pollux.server.redundancy.link.StationStatus;
import dev.pollux.server.redundancy.link.StatusCodec;
import dev.pollux.server.redundancy.loop.RedundancyLoop;
import dev.pollux.server.security.Caller;
import dev.pollux.server.space.system.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Where the partner's exchanges arrive: hands them to the loop and answers with the status after its decision. */
final class PartnerDesk implements Exchange {
    private final RedundancyLoop loop;
    private final List<LinkWorker> links;
    private final Duration limit;
    private final StationPartners partners;
    private final Runnable beforeAnswering;
    private final Records records;
    private final AtomicBoolean toldDisabled = new AtomicBoolean();
    private final AtomicLong calls = new AtomicLong();

    /**
     * What this station keeps.
     *
     * @param archive of values; empty if this station keeps none
     * @param messages of all stations
     * @param own what this station itself has to tell operators
     * @param changes of people, of all stations; empty if there can be none
     */
    record Records(Optional<ArchiveDesk> archive, MessageDesk messages, Messages own, Optional<ChangeDesk> changes) {}

    /**
     * A desk for all partners.
     *
     * @param partners one of whom the caller must state to be
     * @param beforeAnswering waits, with a bound, until clients are shown what the answer says
     * @param records answers what the partner asks of the past
     */
    PartnerDesk(
            RedundancyLoop loop,
            List<LinkWorker> links,
            Duration limit,
            StationPartners partners,
            Runnable beforeAnswering,
            Records records) {
        this.records = records;
        this.partners = partners;
        this.beforeAnswering = beforeAnswering;
        this.loop = loop;
        this.links = links;
        this.limit = limit;
    }

    @Override
    public byte[] exchange(byte[] status, Caller caller) {
        StationStatus heard;
        try {
            heard = StatusCodec.decode(status);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        String partner = partners.named(heard.applicationUri())
                .filter(name -> name.equals(heard.station()))
                .orElseThrow(() -> new IllegalArgumentException("the status is of " + heard.station() + ", "
                        + heard.applicationUri() + ", the partners are " + partners.names()));
        if (!partners.enabled() && !toldDisabled.getAndSet(true)) {
            records.own()
                    .raise(SystemMessage.PROJECTS_DIFFER, "redundancy.enabled is false here and true on " + partner);
        }
        refuseWhileDisabled();
        String link = partners.link(partner, heard.link()).map(PartnerLink::id).orElse(heard.link());
        calls.incrementAndGet();
        // The partner is there: a link of ours that waits to try again need not wait any longer.
        links.forEach(LinkWorker::partnerHeard);
        try {
            StationStatus answer =
                    loop.heard(link, heard).toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            beforeAnswering.run();
            return StatusCodec.encode(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while deciding", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("the redundancy loop does not answer", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the redundancy loop does not answer", e);
        }
    }

    /** What is acquired while a station is commissioned may be anything: it does not go to another archive. */
    private void refuseWhileDisabled() {
        if (!partners.enabled()) {
            throw new UnsupportedOperationException(Reason.DISABLED.text());
        }
    }

    /** Exchanges that the partner has begun, whether they could be answered or not. */
    long calls() {
        return calls.get();
    }

    @Override
    public byte[] readArchive(byte[] request) {
        refuseWhileDisabled();
        if (ChangeDesk.isAsked(request)) {
            return records.changes()
                    .orElseThrow(() -> new ArchiveException("this station keeps no changes"))
                    .answer(request);
        }
        return records.archive()
                .orElseThrow(() -> new ArchiveException("this station keeps no archive"))
                .answer(request);
    }

    @Override
    public byte[] readMessages(byte[] question) {
        refuseWhileDisabled();
        return records.messages().answer(question);
    }
}
