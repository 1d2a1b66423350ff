package dev.pollux.server.witness;

import static dev.pollux.server.witness.EtcdAccess.bytes;

import dev.pollux.server.witness.Sighting.Holder;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.lease.NoSuchLeaseException;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The lease of one set in etcd: two keys below {@code /pollux/<set>/}. {@code master} stands as long as a station holds
 * the lease, as its name and the number of the lease; {@code term} is the highest term on record and stays. Each method
 * waits for etcd, with a bound. For one thread, but for {@link #close()}.
 */
final class EtcdLease implements AutoCloseable {
    private final Client client;
    private final Duration request;
    private final ByteSequence master;
    private final ByteSequence termKey;

    EtcdLease(Client client, String set, Duration request) {
        this.client = client;
        this.request = request;
        master = bytes("/pollux/" + set + "/master");
        termKey = bytes("/pollux/" + set + "/term");
    }

    /** Asks a quorum how things stand. */
    Sighting look() throws WitnessException, InterruptedException {
        TxnResponse answer = await(
                client.getKVClient()
                        .txn()
                        .Then(Op.get(master, GetOption.DEFAULT), Op.get(termKey, GetOption.DEFAULT))
                        .commit(),
                "look");
        Optional<KeyValue> holder = first(answer, 0);
        Optional<KeyValue> term = first(answer, 1);
        return new Sighting(
                holder.map(EtcdLease::holder),
                term.isPresent() ? number(term.get()) : 0,
                term.map(KeyValue::getModRevision).orElse(0L),
                answer.getHeader().getRaftTerm());
    }

    private static Optional<KeyValue> first(TxnResponse answer, int index) {
        return answer.getGetResponses().get(index).getKvs().stream().findFirst();
    }

    private static Holder holder(KeyValue key) {
        String value = key.getValue().toString(StandardCharsets.UTF_8);
        int blank = value.indexOf(' ');
        return new Holder(blank < 0 ? value : value.substring(0, blank), key.getLease());
    }

    private static long number(KeyValue key) throws WitnessException {
        String text = key.getValue().toString(StandardCharsets.UTF_8);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new WitnessException(
                    "the witness has \"" + text + "\" under " + key.getKey().toString(StandardCharsets.UTF_8)
                            + ", which is no term: delete that key",
                    e);
        }
    }

    /** Gets a lease that nothing stands with yet; gives its number. */
    long grant(Duration lease) throws WitnessException, InterruptedException {
        return await(client.getLeaseClient().grant(lease.toSeconds()), "grant of a lease")
                .getID();
    }

    /**
     * Puts a station's name with a lease, if none stands and the term is the one seen.
     *
     * @return how it stands now; empty: it was not as seen
     */
    Optional<Sighting> take(long lease, String station, Sighting free, long term)
            throws WitnessException, InterruptedException {
        TxnResponse answer = await(
                client.getKVClient()
                        .txn()
                        .If(
                                new Cmp(master, Cmp.Op.EQUAL, CmpTarget.createRevision(0)),
                                new Cmp(termKey, Cmp.Op.EQUAL, CmpTarget.modRevision(free.termRevision())))
                        .Then(
                                Op.put(
                                        master,
                                        value(station, lease),
                                        PutOption.builder().withLeaseId(lease).build()),
                                putTerm(term))
                        .commit(),
                "taking of the lease");
        return revision(answer)
                .map(at -> new Sighting(
                        Optional.of(new Holder(station, lease)),
                        term,
                        at,
                        answer.getHeader().getRaftTerm()));
    }

    /** The count of the witness at which it has done what it was asked for; empty: it was not to be done. */
    private static Optional<Long> revision(TxnResponse answer) {
        return answer.isSucceeded() ? Optional.of(answer.getHeader().getRevision()) : Optional.empty();
    }

    /**
     * Records a term, if the station's name still stands with the lease and the term on record is the one seen. A
     * request that was given up and comes late after all so cannot put back a term that was recorded meanwhile.
     *
     * @param seen when the term on record was put there
     * @return when this one was; empty: it was not, look again
     */
    Optional<Long> record(long lease, String station, long term, long seen)
            throws WitnessException, InterruptedException {
        return revision(await(
                client.getKVClient()
                        .txn()
                        .If(
                                new Cmp(master, Cmp.Op.EQUAL, CmpTarget.value(value(station, lease))),
                                new Cmp(termKey, Cmp.Op.EQUAL, CmpTarget.modRevision(seen)))
                        .Then(putTerm(term))
                        .commit(),
                "record of the term"));
    }

    private Op putTerm(long term) {
        return Op.put(termKey, bytes(Long.toString(term)), PutOption.DEFAULT);
    }

    private static ByteSequence value(String station, long lease) {
        return bytes(station + " " + Long.toHexString(lease));
    }

    /**
     * Renews a lease.
     *
     * @return under which of etcd's own leaders; empty: etcd does not know the lease any more
     */
    Optional<Long> renew(long lease) throws WitnessException, InterruptedException {
        try {
            return Optional.of(await(client.getLeaseClient().keepAliveOnce(lease), "renewal")
                    .getHeader()
                    .getRaftTerm());
        } catch (WitnessException e) {
            if (gone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Ends a lease; the name that stands with it goes with it. */
    void giveBack(long lease) throws WitnessException, InterruptedException {
        try {
            await(client.getLeaseClient().revoke(lease), "release");
        } catch (WitnessException e) {
            if (!gone(e)) {
                throw e;
            }
        }
    }

    private static boolean gone(WitnessException failed) {
        for (Throwable each = failed; each != null; each = each.getCause()) {
            if (each instanceof NoSuchLeaseException
                    || String.valueOf(each.getMessage()).contains("requested lease not found")) {
                return true;
            }
        }
        return false;
    }

    /** Calls back, on a thread of the client, whenever the station's name changes; and when it does so no more. */
    void watch(Runnable changed, Runnable ended) {
        client.getWatchClient()
                .watch(
                        master,
                        WatchOption.builder().withRequireLeader(true).build(),
                        Watch.listener(events -> changed.run(), error -> {}, ended));
    }

    private <T> T await(CompletableFuture<T> answer, String what) throws WitnessException, InterruptedException {
        try {
            // The client's own bound comes first, as it knows more; it may be applied twice.
            return answer.get(request.toNanos() * 2, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new WitnessException("the witness does not answer (" + what + ")");
        } catch (ExecutionException e) {
            throw new WitnessException("the witness fails (" + what + "): " + reason(e), e);
        }
    }

    /** The innermost message, in one line: the outer ones only say that something failed. */
    private static String reason(Throwable failed) {
        Throwable inner = failed;
        for (int depth = 0; inner.getCause() != null && depth < 16; depth++) {
            inner = inner.getCause();
        }
        return List.of(String.valueOf(inner.getMessage()).split("\\R", 2)).get(0);
    }

    @Override
    public void close() {
        client.close();
    }
}
