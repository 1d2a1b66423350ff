package dev.pollux.server.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered over a restart. */
class MaintenanceStoreTest {
    @Test
    void maintenanceIsReadBackAsItWasAndEndsWhenTakenBack(@TempDir Path directory) throws Exception {
        MaintenanceStore store = new MaintenanceStore(directory);
        assertThat(store.load()).isEmpty();
        Maintenance kept = new Maintenance(
                Instant.parse("2026-11-21T12:00:00Z"),
                Optional.of(Instant.parse("2026-11-21T14:00:00Z")),
                "new \"disk\"\nin rack 2",
                "ada");

        store.save(Optional.of(kept));

        assertThat(new MaintenanceStore(directory).load()).contains(kept);
        store.save(Optional.empty());
        assertThat(new MaintenanceStore(directory).load()).isEmpty();
    }

    // Somebody has wanted the station out of service. Clients must not come back because a file is torn.
    @Test
    void aBrokenFileKeepsTheStationOutOfService(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("maintenance.json"), "{\"since\":\"20");

        assertThat(new MaintenanceStore(directory).load())
                .hasValueSatisfying(kept -> assertThat(kept.until()).isEmpty());
    }
}
