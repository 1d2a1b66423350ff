package dev.pollux.server.history;

import static dev.pollux.server.history.HistoryClient.node;
import static dev.pollux.server.history.HistoryClient.raw;
import static dev.pollux.server.space.TestClient.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.sync.ArchiveDesk;
import dev.pollux.archive.sync.FallThrough;
import dev.pollux.archive.sync.PartnerArchive;
import dev.pollux.archive.sync.PartnerView;
import dev.pollux.archive.sync.RemoteArchive;
import dev.pollux.server.space.TestClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client reads and is told while a station's archive has a gap that the partner could fill. */
class GapHistoryTest {
    private static final NodeId LEVEL = tag("Level");
    private static final String DEVICE = "plc";
    private static final long START = Ticks.of(HistoryStation.FIVE);

    @TempDir
    Path folder = Path.of("set by JUnit");

    private Archive own;
    private Archive partner;
    private HistoryStation station;
    private TestClient client;
    private HistoryClient history;
    private volatile boolean reachable = true;

    @BeforeEach
    void start() throws Exception {
        own = Archives.open(folder.resolve("own"));
        partner = Archives.open(folder.resolve("partner"));
        fill(partner, 0, 100);
        fill(own, 0, 30);
        fill(own, 60, 100);
        FallThrough seen = new FallThrough(own, new Partner(), series -> Optional.of(DEVICE));
        station = new HistoryStation(27060, folder, seen, "CASTOR", limits -> limits);
        client = TestClient.anonymous(station.station.url);
        history = HistoryClient.of(client);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        station.close(); // closes the own archive too
        partner.close();
    }

    private static void fill(Archive archive, int from, int to) throws Exception {
        List<Batch.Entry> entries = new ArrayList<>();
        for (int i = from; i < to; i++) {
            entries.add(new Batch.Entry(Series.of("Level"), new ArchivedSample(at(i), at(i), 0, Value.of(i))));
        }
        Batch.CoverageChange covered = new Batch.CoverageChange(DEVICE, new TimeRange(at(from), at(to)), true);
        archive.append(Batch.of(entries, List.of(covered)), WriteMode.LIVE).get(30, TimeUnit.SECONDS);
    }

    private static long at(int second) {
        return START + second * Ticks.PER_SECOND;
    }

    @Test
    void theGapShowsThePartnersValuesAndSaysSo() throws Exception {
        HistoryReadResponse response = read(0, 100);

        assertThat(response.getResults()[0].getStatusCode()).isEqualTo(StatusCode.GOOD);
        assertThat(history.values(response.getResults()[0])).hasSize(100);
        assertThat(response.getDiagnosticInfos()[0].additionalInfo()).contains("the partner's");
    }

    @Test
    void outsideOfTheGapNothingIsSaid() throws Exception {
        HistoryReadResponse response = read(60, 100);

        assertThat(history.values(response.getResults()[0])).hasSize(40);
        assertThat(response.getDiagnosticInfos()).isNullOrEmpty();
    }

    // A report that was made from this must not look complete.
    @Test
    void aGapThatCannotBeFilledMakesTheResultIncomplete() throws Exception {
        reachable = false;

        HistoryReadResponse response = read(0, 100);

        assertThat(response.getResults()[0].getStatusCode())
                .isEqualTo(new StatusCode(StatusCodes.Good_ResultsMayBeIncomplete));
        assertThat(history.values(response.getResults()[0])).hasSize(70);
        assertThat(response.getDiagnosticInfos()[0].additionalInfo()).contains("could not be asked");
    }

    private HistoryReadResponse read(int from, int to) throws Exception {
        RequestHeader plain =
                history.ua().newRequestHeader(history.ua().getSession().getAuthenticationToken());
        RequestHeader header = new RequestHeader(
                plain.getAuthenticationToken(),
                plain.getTimestamp(),
                plain.getRequestHandle(),
                Unsigned.uint(0x80),
                plain.getAuditEntryId(),
                plain.getTimeoutHint(),
                plain.getAdditionalHeader());
        return (HistoryReadResponse) history.ua()
                .sendRequestAsync(new HistoryReadRequest(
                        header,
                        ExtensionObject.encode(
                                history.ua().getStaticEncodingContext(), raw(at(from), at(to), 0, false)),
                        TimestampsToReturn.Both,
                        false,
                        new HistoryReadValueId[] {node(LEVEL, ByteString.NULL_VALUE)}))
                .get(30, TimeUnit.SECONDS);
    }

    private final class Partner implements PartnerView {
        @Override
        public Optional<PartnerArchive> archive() {
            return reachable ? Optional.of(new RemoteArchive(new ArchiveDesk(partner)::answer)) : Optional.empty();
        }

        @Override
        public Coverage coverage() {
            return Coverage.of(partner.coverage());
        }

        @Override
        public TimeRange known() {
            return new TimeRange(at(0), at(100));
        }

        @Override
        public void failed(ArchiveException reason) {
            throw new IllegalStateException(reason);
        }
    }
}
