package dev.pollux.server.redundancy.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.server.redundancy.Handover;
import dev.pollux.server.redundancy.NumberedReport;
import dev.pollux.server.redundancy.PartnerReport;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.Validation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What comes from the wire is either a whole status or one clear refusal. */
class StatusCodecTest {
    private static final StationStatus STATUS = new StationStatus(
            "CASTOR",
            "urn:pollux:waterworks:CASTOR",
            "main",
            new NumberedReport(
                    -5,
                    7,
                    new PartnerReport(
                            RoleState.MASTER,
                            Handover.OFFERS,
                            "POLLUX",
                            3,
                            new Validation(true, true, 1, 2, 2, false, true),
                            true,
                            false,
                            true)),
            255,
            4,
            "abc",
            Instant.parse("2026-01-02T03:04:05.678Z"),
            List.of("opc.tcp://localhost:4840/pollux"),
            List.of("PLC2"));

    @Test
    void aStatusSurvivesTheWire() throws IOException {
        assertThat(StatusCodec.decode(StatusCodec.encode(STATUS))).isEqualTo(STATUS);
    }

    // Adjacent versions form a pair: a newer one may say more.
    @Test
    void unknownMembersArePassedOver() throws IOException {
        String json = new String(StatusCodec.encode(STATUS), StandardCharsets.UTF_8);
        String newer = json.replaceFirst("\\{", "{\"addedLater\":[1,2],");

        assertThat(StatusCodec.decode(newer.getBytes(StandardCharsets.UTF_8))).isEqualTo(STATUS);
    }

    // An older one says less: all its devices are compared, it has nothing for others to take over, and it serves.
    @Test
    void membersThatWereAddedLaterMayBeAbsent() throws IOException {
        String json = new String(StatusCodec.encode(STATUS), StandardCharsets.UTF_8);
        String older = json.replace(",\"devicesLost\":[\"PLC2\"]", "")
                .replace(",\"devicesCompared\":2", "")
                .replace(",\"inService\":false", "")
                .replace(",\"strained\":true", "");
        assertThat(older).doesNotContain("devicesLost", "devicesCompared", "inService", "strained"); // control

        StationStatus status = StatusCodec.decode(older.getBytes(StandardCharsets.UTF_8));

        assertThat(status.devicesLost()).isEmpty();
        assertThat(status.report().report().validation()).isEqualTo(new Validation(true, true, 1, 2));
    }

    @Test
    void aWrongMemberIsNamed() {
        String json = new String(StatusCodec.encode(STATUS), StandardCharsets.UTF_8);

        assertThatThrownBy(() -> StatusCodec.decode(
                        json.replace("\"term\":3", "\"term\":-3").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessage("status member term must be a whole number from 0 to " + Long.MAX_VALUE);
        assertThatThrownBy(() -> StatusCodec.decode(new byte[20_000])).hasMessageContaining("longer than 16384");
    }

    @Test
    void garbledBytesAreRefusedAndNothingElseHappens() {
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] good = StatusCodec.encode(STATUS);
        for (int i = 0; i < 5_000; i++) {
            byte[] garbled = good.clone();
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                garbled[random.nextInt(garbled.length)] = (byte) random.nextInt(256);
            }
            try {
                StatusCodec.decode(garbled);
            } catch (IOException expected) {
                assertThat(expected).as("seed %d, round %d", seed, i).hasMessageStartingWith("status ");
            }
        }
    }
}
