package dev.pollux.server.network;

import dev.pollux.server.project.StationConfig.ReferenceHost;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Asks all reference hosts at once, on one thread: each gets a TCP connection tried. */
final class HostProbe {
    private HostProbe() {}

    /**
     * The hosts that answer within a bound, be it with a refusal.
     *
     * @param hosts to ask
     * @param limit for all of them together
     */
    static Set<ReferenceHost> answering(List<ReferenceHost> hosts, Duration limit) throws IOException {
        Set<ReferenceHost> answered = new HashSet<>();
        List<SocketChannel> channels = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            int waiting = 0;
            for (ReferenceHost host : hosts) {
                SocketChannel channel = SocketChannel.open();
                channels.add(channel);
                channel.configureBlocking(false);
                try {
                    if (channel.connect(new InetSocketAddress(Adapters.numeric(host.address()), host.port()))) {
                        answered.add(host);
                    } else {
                        channel.register(selector, SelectionKey.OP_CONNECT, host);
                        waiting++;
                    }
                } catch (IOException e) {
                    if (refused(e)) {
                        answered.add(host);
                    }
                }
            }
            long end = System.nanoTime() + limit.toNanos();
            for (long left = limit.toMillis(); waiting > 0 && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                selector.select(left);
                for (SelectionKey key : selector.selectedKeys()) {
                    waiting--;
                    if (finished((SocketChannel) key.channel())) {
                        answered.add((ReferenceHost) key.attachment());
                    }
                    key.cancel();
                }
                selector.selectedKeys().clear();
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
        return answered;
    }

    private static boolean finished(SocketChannel channel) {
        try {
            return channel.finishConnect();
        } catch (IOException e) {
            return refused(e);
        }
    }

    /** A refusal comes from the host itself. What this machine or a router says is another exception. */
    private static boolean refused(IOException e) {
        return e instanceof ConnectException;
    }
}
