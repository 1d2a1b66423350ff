package dev.pollux.server;

import dev.pollux.server.redundancy.loop.RedundancyLoop;
import dev.pollux.server.source.AcquisitionListener;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears from acquisition what the pair must know at once. */
final class DeviceEars implements AcquisitionListener {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceEars.class);

    private final Supplier<RedundancyLoop> loop;
    private final Optional<StationArchive> archive;

    /**
     * Ears of a station that is being put together.
     *
     * @param loop asked when acquisition runs, not before
     */
    DeviceEars(Supplier<RedundancyLoop> loop, Optional<StationArchive> archive) {
        this.loop = loop;
        this.archive = archive;
    }

    @Override
    public void connected(String device) {
        LOG.info("device {} connected", device);
        loop.get().devicesChanged();
    }

    @Override
    public void disconnected(String device, String reason) {
        LOG.warn("device {} lost: {}", device, reason);
        loop.get().devicesChanged();
    }

    @Override
    public void released(String device) {
        loop.get().devicesChanged();
    }

    @Override
    public void complete(String device, Instant from, Instant to) {
        archive.ifPresent(each -> each.recorder().complete(device, from, to));
    }

    @Override
    public void unseen(String device, Instant until) {
        archive.ifPresent(each -> each.recorder().unseen(device, until));
    }

    @Override
    public void fault(String reason) {
        loop.get().defect(reason);
    }
}
