package dev.pollux.nodesets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NodeSetReaderTest {
    private static final String HEAD = """
            <UANodeSet xmlns="http://opcfoundation.org/UA/2011/03/UANodeSet.xsd">
            <NamespaceUris><Uri>http://example.org/DI/</Uri><Uri>http://example.org/Base/</Uri></NamespaceUris>
            <Models><Model ModelUri="http://example.org/DI/" Version="1.2">\
            <RequiredModel ModelUri="http://example.org/Base/" Version="1.0"/></Model></Models>
            <Aliases><Alias Alias="HasSubtype">i=45</Alias><Alias Alias="HasProperty">i=46</Alias></Aliases>
            """;

    // The station cannot start without its own model: every name that operators and clients rely on must be there.
    @Test
    void polluxModelHasAllNamesThatClientsRelyOn() {
        NodeSet set = PolluxNodeSet.read();

        assertThat(set.models()).singleElement().satisfies(model -> {
            assertThat(model.uri()).isEqualTo("http://pollux.dev/UA/");
            assertThat(model.version()).isEqualTo("0.1.0");
        });
        Map<String, UANode> byName =
                set.nodes().stream().collect(Collectors.toMap(node -> node.id().identifier(), Function.identity()));
        assertThat(byName)
                .containsKeys(
                        "Pollux",
                        "@LocalMachineName",
                        "@RedundantServerState",
                        "@RM_MASTER_NAME",
                        "@RM_SERVER_NAME",
                        "@Current_User",
                        "Pollux/Devices",
                        "Pollux/Redundancy/LastSwitchDuration");
        assertThat(byName.get("@RM_MASTER")).isInstanceOfSatisfying(UAVariable.class, tag -> {
            assertThat(tag.accessLevel()).isEqualTo(3);
            assertThat(tag.shape().dataType()).isEqualTo(NodeKey.standard(1));
            assertThat(tag.header().browseName()).isEqualTo(new Name(1, "@RM_MASTER"));
        });
        assertThat(byName.get("Pollux/Redundancy/Switchover/InputArguments"))
                .isInstanceOfSatisfying(
                        UAVariable.class,
                        arguments -> assertThat(arguments.value().orElseThrow().elements())
                                .singleElement()
                                .isInstanceOfSatisfying(
                                        NodeValue.Argument.class,
                                        argument -> assertThat(argument.name()).isEqualTo("TargetStation")));
    }

    @Test
    void everyNodeClassOfAForeignModelIsRead() throws NodeSetException {
        NodeSet set = read("""
                <UAReferenceType NodeId="ns=1;i=6030" BrowseName="1:ConnectsTo" Symmetric="true">
                  <InverseName Locale="en">ConnectedBy</InverseName>
                  <References><Reference ReferenceType="HasSubtype" IsForward="false">i=33</Reference></References>
                </UAReferenceType>
                <UADataType NodeId="ns=1;i=6244" BrowseName="1:Health">
                  <Definition Name="1:Health">\
                  <Field Name="NORMAL" Value="0"/><Field Name="FAILURE" Value="1"/></Definition>
                </UADataType>
                <UADataType NodeId="ns=1;i=6522" BrowseName="1:Fetch">
                  <Definition Name="1:Fetch">\
                  <Field Name="A" DataType="i=12"/>\
                  <Field Name="B" DataType="ns=1;i=6244" ValueRank="1" IsOptional="true"/></Definition>
                </UADataType>
                <UAVariableType NodeId="ns=1;i=2" BrowseName="1:Vt" DataType="i=11" IsAbstract="true"/>
                <UAObjectType NodeId="ns=1;i=1001" BrowseName="1:TopologyElementType" IsAbstract="true"/>
                <UAMethod NodeId="ns=1;i=3" BrowseName="1:Go" Executable="false"/>
                <UAObject NodeId="ns=1;g=0b7cbf3a-1f5a-4a4f-9d2c-111111111111" BrowseName="Obj" EventNotifier="1">\
                  <Description>d</Description></UAObject>
                <UAVariable NodeId="ns=1;b=AQI=" BrowseName="1:Texts" DataType="i=21" ValueRank="1">
                  <Value><ListOfLocalizedText>\
                  <LocalizedText><Locale>en</Locale><Text>one</Text></LocalizedText>\
                  <LocalizedText/></ListOfLocalizedText></Value>
                </UAVariable>
                """);

        assertThat(set.models().get(0).required())
                .containsExactly(new NodeSet.RequiredModel("http://example.org/Base/", "1.0", ""));
        assertThat(set.nodes().get(0)).isInstanceOfSatisfying(UAReferenceType.class, type -> {
            assertThat(type.symmetric()).isTrue();
            assertThat(type.inverseName()).isEqualTo(new Text("en", "ConnectedBy"));
            assertThat(type.header().references())
                    .containsExactly(new NodeReference(NodeKey.standard(45), NodeKey.standard(33), false));
        });
        assertThat(definition(set, 1).kind()).isEqualTo(UADataType.Kind.ENUMERATION);
        assertThat(definition(set, 1).fields())
                .extracting(UADataType.Field::value)
                .containsExactly(0L, 1L);
        assertThat(definition(set, 2).kind()).isEqualTo(UADataType.Kind.STRUCTURE);
        assertThat(definition(set, 2).fields().get(1).optional()).isTrue();
        assertThat(set.nodes().get(5))
                .isInstanceOfSatisfying(
                        UAMethod.class,
                        method -> assertThat(method.executable()).isFalse());
        assertThat(set.nodes().get(6).header().displayName()).isEqualTo(new Text("", "Obj"));
        assertThat(value(set, 7).elements()).containsExactly(new Text("en", "one"), Text.EMPTY);
        assertThat(value(set, 7).array()).isTrue();
    }

    @Test
    void valuesOfAllCommonTypesAreRead() throws NodeSetException {
        assertThat(scalar("<Boolean>true</Boolean>")).isEqualTo(true);
        assertThat(scalar("<Byte>255</Byte>")).isEqualTo((short) 255);
        assertThat(scalar("<UInt32>4294967295</UInt32>")).isEqualTo(4294967295L);
        assertThat(scalar("<Int64>-5</Int64>")).isEqualTo(-5L);
        assertThat(scalar("<Double>INF</Double>")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(scalar("<DateTime>2026-11-21T10:00:00Z</DateTime>"))
                .isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
        assertThat(scalar("<ByteString>AQI=</ByteString>")).isEqualTo(new byte[] {1, 2});
        assertThat(scalar("<NodeId><Identifier>i=85</Identifier></NodeId>")).isEqualTo(NodeKey.standard(85));
        assertThat(scalar("<QualifiedName><NamespaceIndex>2</NamespaceIndex><Name>n</Name></QualifiedName>"))
                .isEqualTo(new Name(2, "n"));
        assertThat(scalar("<ExtensionObject><Body><Range><Low>0</Low><High>10</High></Range></Body></ExtensionObject>"))
                .isEqualTo(new NodeValue.Limits(0, 10));
    }

    // An operator who drops in a vendor's file must see at once which line to look at.
    @Test
    void faultsNameLineAndRule() {
        assertFault("<UAObject NodeId=\"x\" BrowseName=\"b\"/>", 5, "'x' is neither NodeId nor alias");
        assertFault("<UAObject BrowseName=\"b\"/>", 5, "UAObject needs the attribute NodeId");
        assertFault("\n<UAObject NodeId=\"ns=9;i=1\" BrowseName=\"b\"/>", 6, "namespace index 9 of ns=9;i=1");
        assertFault(
                "<UAObject NodeId=\"ns=1;i=1\" BrowseName=\"b\"/>\n<UAObject NodeId=\"ns=1;i=1\" BrowseName=\"b\"/>",
                6,
                "NodeId ns=1;i=1 is already used in line 5");
        assertFault(
                "<UAObject NodeId=\"ns=1;i=1\" BrowseName=\"b\"><References><Reference ReferenceType=\"i=47\">ns=1;i=2"
                        + "</Reference></References></UAObject>",
                5,
                "ns=1;i=1 refers to ns=1;i=2, which the file does not define");
        assertFault("<UAView NodeId=\"ns=1;i=1\" BrowseName=\"b\"/>", 5, "UAView is not supported");
        assertFault(variable("<Int32>1.5</Int32>"), 5, "'1.5' is not a Int32");
        assertFault(variable("<XmlElement/>"), 5, "values of type XmlElement are not supported");
        assertFault(
                variable("<ExtensionObject><Body><Mystery/></Body></ExtensionObject>"),
                5,
                "structures of type Mystery are not supported");
        assertFault("<UAObject", 5, "not well-formed XML");
    }

    // A node set is input from strangers: it must not read files of the server or blow up its memory.
    @Test
    void entitiesAndDeepNestingAreRefused() {
        String doctype = "<!DOCTYPE x [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]>";
        assertThatThrownBy(() -> readText(doctype + HEAD + variable("<String>&secret;</String>") + "</UANodeSet>"))
                .isInstanceOf(NodeSetException.class);
        String deep = "<a>".repeat(40) + "</a>".repeat(40);
        assertFault(
                "<UAObject NodeId=\"ns=1;i=1\" BrowseName=\"b\">" + deep + "</UAObject>", 5, "nested deeper than 32");
    }

    // Whatever a broken file contains, the answer is a NodeSetException and nothing else.
    @Test
    void mangledFilesNeverEscapeTheFaultType() throws Exception {
        byte[] good;
        try (var in = PolluxNodeSet.class.getResourceAsStream("Pollux.NodeSet2.xml")) {
            good = java.util.Objects.requireNonNull(in).readNBytes(6000);
        }
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            byte[] bad = good.clone();
            for (int i = 0; i < 5; i++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(32, 127);
            }
            assertThatThrownBy(() -> NodeSetReader.read("mangled", new ByteArrayInputStream(bad)))
                    .as("seed %d round %d", seed, round)
                    .isInstanceOf(NodeSetException.class);
        }
    }

    @Test
    void nodeIdsAreParsedByTheRulesOfTheSpecification() {
        assertThat(NodeKey.parse("ns=2;s=a;b=c")).contains(NodeKey.string(2, "a;b=c"));
        assertThat(NodeKey.parse("i=4294967295")).map(NodeKey::toString).contains("i=4294967295");
        for (String bad : List.of("", "i=", "i=-1", "i=4294967296", "ns=65536;i=1", "g=1", "b=?", "x=1")) {
            assertThat(NodeKey.parse(bad)).as(bad).isEmpty();
        }
    }

    private static UADataType.Definition definition(NodeSet set, int node) {
        return ((UADataType) set.nodes().get(node)).definition().orElseThrow();
    }

    private static NodeValue value(NodeSet set, int node) {
        return ((UAVariable) set.nodes().get(node)).value().orElseThrow();
    }

    private static Object scalar(String xml) throws NodeSetException {
        return value(read(variable(xml)), 0).elements().get(0);
    }

    private static String variable(String value) {
        return "<UAVariable NodeId=\"ns=1;i=1\" BrowseName=\"b\"><Value>" + value + "</Value></UAVariable>";
    }

    private static void assertFault(String body, int line, String rule) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        NodeSetException.class,
                        fault -> assertThat(fault.line()).isEqualTo(line))
                .hasMessageStartingWith("test.xml:" + line + ": ")
                .hasMessageContaining(rule);
    }

    private static NodeSet read(String body) throws NodeSetException {
        return readText(HEAD + body + "</UANodeSet>");
    }

    private static NodeSet readText(String text) throws NodeSetException {
        return NodeSetReader.read("test.xml", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
