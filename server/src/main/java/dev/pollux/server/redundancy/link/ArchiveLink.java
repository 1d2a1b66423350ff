package dev.pollux.server.redundancy.link;

import dev.pollux.archive.ArchiveException;
import dev.pollux.server.project.StationConfig.PartnerLink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A session to the partner's archive, apart from the links that watch the partner: a large answer must not delay a
 * heartbeat. Uses the first main link that works, never a status link. Safe for use by any threads; one call at a time.
 */
public final class ArchiveLink implements PartnerLine {
    private static final Duration KNOCK = Duration.ofSeconds(1);

    private final List<PartnerLink> links;
    private final String partnerUri;
    private final LinkIdentity own;
    private final Duration timeout;
    // Guarded by this; a call holds it, so that requests queue here rather than at the partner.
    private Optional<PartnerConnection> connection = Optional.empty();
    private volatile boolean open;

    /**
     * A link that is not open yet.
     *
     * @param links of the station; those of kind MAIN are used
     * @param partnerUri ApplicationUri of the partner
     * @param own identity of this station
     * @param timeout for one call
     */
    public ArchiveLink(List<PartnerLink> links, String partnerUri, LinkIdentity own, Duration timeout) {
        this.links = links.stream()
                .filter(link -> link.kind() == PartnerLink.Kind.MAIN)
                .toList();
        this.partnerUri = partnerUri;
        this.own = own;
        this.timeout = timeout;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** Opens a session if there is none; the reason of a failure is that of the last link that was tried. */
    @Override
    public synchronized void connect() {
        if (connection.isPresent()) {
            return;
        }
        String trouble = "no main link is configured";
        for (PartnerLink link : links) {
            for (PartnerWay way : PartnerWay.of(link)) {
                try {
                    way.knock(KNOCK);
                    connection = Optional.of(PartnerConnection.open(way, partnerUri, own, timeout, this::lost));
                    open = true;
                    return;
                } catch (IOException e) {
                    trouble = "link " + link.name() + ": " + e.getMessage();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ArchiveException("interrupted while connecting to the partner's archive", e);
                }
            }
        }
        throw new ArchiveException("the partner's archive cannot be reached: " + trouble);
    }

    @Override
    public byte[] call(byte[] request) {
        return call(session -> session.readArchive(request));
    }

    /**
     * Asks the partner for messages; opens a session if there is none.
     *
     * @throws ArchiveException if no answer comes in time; the link is closed then
     */
    public synchronized byte[] askForMessages(byte[] question) {
        if (!open) {
            shut();
        }
        connect();
        return call(session -> session.readMessages(question));
    }

    /**
     * Asks the partner's archive; opens a session if there is none.
     *
     * @throws ArchiveException if no answer comes in time; the link is closed then
     */
    public synchronized byte[] ask(byte[] question) {
        if (!open) {
            shut();
        }
        connect();
        return call(session -> session.readArchive(question));
    }

    /** One of the partner's methods. */
    @FunctionalInterface
    private interface Call {
        byte[] on(PartnerConnection session) throws IOException, InterruptedException;
    }

    private synchronized byte[] call(Call call) {
        if (!open) {
            shut();
        }
        PartnerConnection session = connection.orElseThrow(
                () -> new ArchiveException("the partner's archive cannot be reached at present"));
        try {
            return call.on(session);
        } catch (IOException e) {
            shut();
            throw new ArchiveException("the partner's archive does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            shut();
            Thread.currentThread().interrupt();
            throw new ArchiveException("interrupted while reading the partner's archive", e);
        }
    }

    private void lost() {
        open = false;
    }

    private synchronized void shut() {
        open = false;
        connection.ifPresent(PartnerConnection::close);
        connection = Optional.empty();
    }

    @Override
    public void close() {
        shut();
    }
}
