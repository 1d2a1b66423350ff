package dev.pollux.server.redundancy.link;

import dev.pollux.server.project.StationConfig.PartnerLink;
import dev.pollux.server.redundancy.link.LinkTrouble.Cause;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfigBuilder;

/**
 * One address of the partner and the local address to connect from.
 *
 * @param url EndpointUrl of the partner
 * @param bind local address; empty: the operating system chooses
 */
record PartnerWay(URI url, Optional<String> bind) {
    /** All addresses of a link. */
    static List<PartnerWay> of(PartnerLink link) {
        return link.urls().stream()
                .map(url -> new PartnerWay(URI.create(url), link.bind()))
                .toList();
    }

    /**
     * Asks the partner's host whether anybody listens, without any OPC UA.
     *
     * @throws LinkException at once with NO_SERVER if nobody does, with SILENT if nothing comes back in time
     */
    void knock(Duration timeout) throws IOException {
        try (Socket socket = new Socket()) {
            if (bind.isPresent()) {
                bind(socket, bind.get());
            }
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), (int) timeout.toMillis());
        } catch (ConnectException e) {
            // Only a refusal: Java has other exceptions for what does not come from the host itself.
            throw new LinkException(Cause.NO_SERVER, "the host of " + url + " answers, but no server listens there", e);
        } catch (SocketTimeoutException e) {
            throw new LinkException(Cause.SILENT, url + " does not answer within " + timeout.toMillis() + " ms", e);
        } catch (LinkException e) {
            throw e;
        } catch (IOException e) {
            throw new LinkException(Cause.SILENT, url + " cannot be reached: " + e.getMessage(), e);
        }
    }

    private static void bind(Socket socket, String address) throws IOException {
        try {
            socket.bind(new InetSocketAddress(address, 0));
        } catch (IOException e) {
            throw new LinkException(
                    Cause.SILENT, "no adapter has the address " + address + " now (bind): " + e.getMessage(), e);
        }
    }

    /** Has the stack connect from the local address too. */
    void connectFrom(OpcTcpClientTransportConfigBuilder transport) {
        bind.ifPresent(address -> transport.setBootstrapCustomizer(
                bootstrap -> bootstrap.localAddress(new InetSocketAddress(address, 0))));
    }
}
