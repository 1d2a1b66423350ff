package dev.pollux.plant;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The water works in real time behind a Modbus TCP server: controller 1 is unit 1, controller 2 is unit 2 of the same
 * address. Each request is answered from one moment between two steps. A write is checked (unknown address: exception
 * 2, a value outside of its limits or half a value: exception 3), can be read back at once and acts in the next step.
 *
 * <p>Two daemon threads do the work, whoever starts it keeps the JVM alive. All methods may be called from any thread.
 */
public final class PlantSimulator implements AutoCloseable {
    /** How much lost time is made up for at most, for example after the machine slept; the rest is dropped. */
    public static final Duration CATCH_UP_MAX = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(PlantSimulator.class);
    private static final long STEP_NANOS = WaterWorks.STEP.toNanos();
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final LivePlant plant;
    private final ModbusEndpoint endpoint;
    private final InetSocketAddress address;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);

    private PlantSimulator(LivePlant plant, ModbusEndpoint endpoint) {
        this.plant = plant;
        this.endpoint = endpoint;
        address = endpoint.address();
        thread = new Thread(this::run, "pollux-plant-" + address.getPort());
        thread.setDaemon(true);
    }

    /**
     * Starts a plant and serves it.
     *
     * @param bind local address to listen on; port 0 takes any free port, see {@link #address}
     * @param seed decides all disturbances
     * @throws IOException with one sentence for the operator if the address cannot be listened on
     */
    public static PlantSimulator start(InetSocketAddress bind, long seed) throws IOException {
        LivePlant plant = new LivePlant(new WaterWorks(seed), ModbusMap.waterWorks());
        PlantSimulator simulator = new PlantSimulator(plant, ModbusEndpoint.open(bind, new PlcServices(plant)));
        simulator.thread.start();
        LOG.info("Simulating a water works with seed {} on {}", seed, simulator.address);
        return simulator;
    }

    /** The address that is listened on, with the port that was really bound. */
    public InetSocketAddress address() {
        return address;
    }

    /** Whether the plant lives. It ends by {@link #close} or, which is logged, by a fault of its own. */
    public boolean running() {
        return closing.getCount() > 0;
    }

    private void run() {
        long done = System.nanoTime();
        try {
            while (!closing.await(done + STEP_NANOS - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                long late = System.nanoTime() - done;
                if (late > CATCH_UP_MAX.toNanos()) {
                    LOG.warn("The plant stood still for {} ms; it goes on from where it was", late / 1_000_000);
                    done = System.nanoTime() - STEP_NANOS;
                }
                plant.step(WaterWorks.STEP);
                done += STEP_NANOS;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("The plant was interrupted and stops serving");
            stop();
        } catch (RuntimeException e) {
            // Better no answer than the same old values for ever: masters must see that the plant is gone.
            LOG.error("The plant has failed and stops serving", e);
            stop();
        }
    }

    private void stop() {
        closing.countDown();
        endpoint.close();
    }

    /** Closes all connections, frees the port and ends the threads. Waits a few seconds at most; may be repeated. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(CLOSE_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
