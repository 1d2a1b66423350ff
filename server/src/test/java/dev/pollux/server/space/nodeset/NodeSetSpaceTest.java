package dev.pollux.server.space.nodeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.nodesets.NodeSet;
import dev.pollux.nodesets.NodeSetException;
import dev.pollux.nodesets.NodeSetReader;
import dev.pollux.server.space.TestClient;
import dev.pollux.server.space.TestStation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumValueType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeSetSpaceTest {
    private static final String HEAD = """
            <UANodeSet xmlns="http://opcfoundation.org/UA/2011/03/UANodeSet.xsd">
            <NamespaceUris><Uri>http://example.org/DI/</Uri></NamespaceUris>
            <Models><Model ModelUri="http://example.org/DI/" Version="1"/></Models>
            """;

    private static final String MODEL = """
            <UAReferenceType NodeId="ns=1;i=6030" BrowseName="1:ConnectsTo" Symmetric="true">
              <References><Reference ReferenceType="i=45" IsForward="false">i=33</Reference></References>
            </UAReferenceType>
            <UADataType NodeId="ns=1;i=6244" BrowseName="1:Health">
              <References>
                <Reference ReferenceType="i=45" IsForward="false">i=29</Reference>
                <Reference ReferenceType="i=46">ns=1;i=6245</Reference>
              </References>
              <Definition Name="1:Health">
                <Field Name="NORMAL" Value="0"/><Field Name="BAD" Value="1"/></Definition>
            </UADataType>
            <UAVariable NodeId="ns=1;i=6245" BrowseName="EnumValues" DataType="i=7594" ValueRank="1">
              <References><Reference ReferenceType="i=40">i=68</Reference></References>
              <Value><ListOfExtensionObject><ExtensionObject><Body><EnumValueType>
                <Value>1</Value><DisplayName><Text>BAD</Text></DisplayName>
              </EnumValueType></Body></ExtensionObject></ListOfExtensionObject></Value>
            </UAVariable>
            <UAObjectType NodeId="ns=1;i=1001" BrowseName="1:ElementType" IsAbstract="true">
              <References><Reference ReferenceType="i=45" IsForward="false">i=58</Reference></References>
            </UAObjectType>
            <UAObject NodeId="ns=1;s=Set" BrowseName="1:DeviceSet">
              <References>
                <Reference ReferenceType="i=35" IsForward="false">i=85</Reference>
                <Reference ReferenceType="i=40">ns=1;i=1001</Reference>
                <Reference ReferenceType="ns=1;i=6030">i=2253</Reference>
              </References>
            </UAObject>
            </UANodeSet>
            """;

    // Companion models come from others: types below the standard ones, references both ways, values of structures.
    @Test
    void aForeignModelIsServedWithTypesReferencesAndValues(@TempDir Path folder) throws Exception {
        NodeSet set = read(HEAD + MODEL);
        try (TestStation station = new TestStation(23400, folder, options -> {})) {
            OpcUaServer server = station.server.ua();
            NodeSetSpace space = new NodeSetSpace(server, set);
            space.startup();
            space.announceTypes();
            int index = space.getNamespaceIndex().intValue();
            assertThat(index).isEqualTo(4);
            try (TestClient client = TestClient.anonymous(station.url)) {
                assertThat(client.browseNames(NodeIds.ObjectsFolder)).contains("DeviceSet");
                assertThat(client.browseNames(new NodeId(index, "Set"))).contains("ElementType", "Server");
                assertThat(client.browseNames(NodeIds.BaseObjectType)).contains("ElementType");
                assertThat(decode(
                                client,
                                client.read(new NodeId(index, 6244), AttributeId.DataTypeDefinition)
                                        .value()
                                        .value()))
                        .isInstanceOfSatisfying(
                                EnumDefinition.class,
                                definition -> assertThat(definition.getFields()).hasSize(2));
                Object[] values = (Object[]) client.value(new NodeId(index, 6245));
                assertThat(decode(client, values[0]))
                        .isInstanceOfSatisfying(
                                EnumValueType.class,
                                value -> assertThat(value.getValue()).isEqualTo(1L));
                assertThat(client.write(new NodeId(index, 6245), 1))
                        .isIn(
                                new StatusCode(StatusCodes.Bad_NotWritable),
                                new StatusCode(StatusCodes.Bad_UserAccessDenied));
            }
            assertThat(server.getReferenceTypeTree().containsType(new NodeId(index, 6030)))
                    .isTrue();
            assertThat(server.getDataTypeTree().isSubtypeOf(new NodeId(index, 6244), NodeIds.Enumeration))
                    .isTrue();
        }
    }

    @Test
    void missingModelsAreNamed(@TempDir Path folder) throws Exception {
        NodeSet needy = read(HEAD.replace(
                        "<Uri>http://example.org/DI/</Uri>",
                        "<Uri>http://example.org/Missing/</Uri><Uri>http://example.org/DI/</Uri>")
                + "</UANodeSet>");
        try (TestStation station = new TestStation(23401, folder, options -> {})) {
            OpcUaServer server = station.server.ua();
            assertThatThrownBy(() -> new NodeSetSpace(server, needy))
                    .isInstanceOf(NodeSetFault.class)
                    .hasMessage("foreign.xml: namespace http://example.org/Missing/ must be loaded before");
        }
    }

    private static Object decode(TestClient client, @Nullable Object value) {
        return ((ExtensionObject) Objects.requireNonNull(value)).decode(client.ua.getStaticEncodingContext());
    }

    private static NodeSet read(String text) throws NodeSetException {
        return NodeSetReader.read("foreign.xml", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
