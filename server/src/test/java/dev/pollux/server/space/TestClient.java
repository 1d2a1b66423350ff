package dev.pollux.server.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.jspecify.annotations.Nullable;

/** A plain OPC UA client, as an operator's tool would be. */
public final class TestClient implements AutoCloseable {
    public final OpcUaClient ua;
    private @Nullable OpcUaSubscription subscription;

    /** A client's certificate. */
    public record Certificate(KeyPair keys, X509Certificate certificate, String uri) {
        public static Certificate of(String uri) throws Exception {
            KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
            X509Certificate certificate = new SelfSignedCertificateBuilder(keys)
                    .setCommonName("client")
                    .setApplicationUri(uri)
                    .build();
            return new Certificate(keys, certificate, uri);
        }
    }

    public TestClient(OpcUaClient ua) {
        this.ua = ua;
    }

    public static TestClient anonymous(String url) throws UaException {
        return connect(url, new AnonymousProvider());
    }

    /** One that takes only so much. */
    public static TestClient anonymous(String url, EncodingLimits limits) throws UaException {
        return connect(url, new AnonymousProvider(), limits);
    }

    public static TestClient user(String url, String name, String password) throws UaException {
        return connect(url, new UsernameProvider(name, password));
    }

    private static TestClient connect(String url, IdentityProvider identity) throws UaException {
        return connect(url, identity, EncodingLimits.DEFAULT);
    }

    private static TestClient connect(String url, IdentityProvider identity, EncodingLimits limits) throws UaException {
        OpcUaClient client = OpcUaClient.create(
                url,
                endpoints -> endpoints.stream()
                        .filter(each -> each.getSecurityMode() == MessageSecurityMode.None)
                        .findFirst(),
                transport -> {},
                config -> config.setIdentityProvider(identity)
                        .setEncodingLimits(limits)
                        .setRequestTimeout(Unsigned.uint(10_000)));
        return connected(client);
    }

    public static TestClient secured(
            String url, MessageSecurityMode mode, Certificate certificate, IdentityProvider identity)
            throws UaException {
        OpcUaClient client = OpcUaClient.create(
                url,
                endpoints -> endpoints.stream()
                        .filter(each -> each.getSecurityMode() == mode)
                        .findFirst(),
                transport -> {},
                config -> config.setIdentityProvider(identity)
                        .setApplicationUri(certificate.uri())
                        .setKeyPair(certificate.keys())
                        .setCertificate(certificate.certificate())
                        .setCertificateChain(new X509Certificate[] {certificate.certificate()})
                        .setRequestTimeout(Unsigned.uint(10_000)));
        return connected(client);
    }

    private static TestClient connected(OpcUaClient client) throws UaException {
        try {
            client.connect();
            return new TestClient(client);
        } catch (UaException e) {
            CompletableFuture<OpcUaClient> unused = client.disconnectAsync();
            throw e;
        }
    }

    public static NodeId pollux(String identifier) {
        return new NodeId(2, identifier);
    }

    public static NodeId tag(String name) {
        return new NodeId(3, name);
    }

    public DataValue read(NodeId id) throws UaException {
        return read(id, AttributeId.Value);
    }

    public DataValue read(NodeId id, AttributeId attribute) throws UaException {
        ReadValueId what = new ReadValueId(id, attribute.uid(), null, QualifiedName.NULL_VALUE);
        return Objects.requireNonNull(
                ua.read(0.0, TimestampsToReturn.Both, List.of(what)).getResults())[0];
    }

    public Object value(NodeId id) throws UaException {
        DataValue value = read(id);
        assertThat(value.statusCode().isGood()).as("%s: %s", id, value).isTrue();
        return Objects.requireNonNull(value.value().value());
    }

    public StatusCode write(NodeId id, Object value) throws UaException {
        return write(new WriteValue(id, AttributeId.Value.uid(), null, DataValue.valueOnly(new Variant(value))))
                .get(0);
    }

    public List<StatusCode> write(WriteValue... values) throws UaException {
        return Arrays.asList(Objects.requireNonNull(ua.write(List.of(values)).getResults()));
    }

    public CallMethodResult call(NodeId object, NodeId method, Object... arguments) throws UaException {
        Variant[] inputs = Arrays.stream(arguments).map(Variant::new).toArray(Variant[]::new);
        return Objects.requireNonNull(
                ua.call(List.of(new CallMethodRequest(object, method, inputs))).getResults())[0];
    }

    public List<ReferenceDescription> browse(NodeId id, BrowseDirection direction) throws UaException {
        ReferenceDescription[] references = ua.browse(new BrowseDescription(
                        id,
                        direction,
                        NodeIds.References,
                        true,
                        Unsigned.uint(0),
                        Unsigned.uint(BrowseResultMask.All.getValue())))
                .getReferences();
        return references == null ? List.of() : Arrays.asList(references);
    }

    public List<String> browseNames(NodeId id) throws UaException {
        return browse(id, BrowseDirection.Forward).stream()
                .map(each -> each.getBrowseName().name())
                .toList();
    }

    /** Values that a monitored item delivered, in order. */
    public static final class Watch {
        public final OpcUaMonitoredItem item;
        public final List<DataValue> values = new CopyOnWriteArrayList<>();

        Watch(OpcUaMonitoredItem item) {
            this.item = item;
            item.setDataValueListener((source, value) -> values.add(value));
        }

        public List<Object> plain() {
            List<Object> plain = new ArrayList<>();
            values.forEach(each -> plain.add(each.value().value()));
            return plain;
        }
    }

    public OpcUaSubscription subscription() throws UaException {
        OpcUaSubscription open = subscription;
        if (open == null) {
            open = new OpcUaSubscription(ua, 20.0);
            open.create();
            subscription = open;
        }
        return open;
    }

    public Watch watch(NodeId id) throws UaException {
        return watch(id, item -> {});
    }

    public Watch watch(NodeId id, Consumer<OpcUaMonitoredItem> settings) throws UaException {
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(id);
        item.setSamplingInterval(0.0);
        item.setQueueSize(Unsigned.uint(100));
        settings.accept(item);
        Watch watch = new Watch(item);
        subscription().addMonitoredItem(item);
        subscription().createMonitoredItems();
        return watch;
    }

    @Override
    public void close() {
        try {
            ua.disconnect();
        } catch (UaException e) {
            // The server may be gone already; the test has seen what it wanted.
            assertThat(e).isNotNull();
        }
    }
}
