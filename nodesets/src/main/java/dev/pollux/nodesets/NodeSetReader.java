package dev.pollux.nodesets;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a NodeSet2 file (OPC 10000-6 Annex F). Safe for files from elsewhere: no DTD, no external entities, everything
 * bounded, and the first fault is reported with file, line and rule. Views, method declarations by reference and values
 * of structured types other than Argument, EnumValueType, EUInformation and Range are not supported and named as such.
 */
public final class NodeSetReader {
    static final int NODES_MAX = 500_000;
    private static final int REFERENCES_PER_NODE_MAX = 100_000;
    private static final NodeKey BASE_DATA_TYPE = NodeKey.standard(24);

    private final String file;
    private final List<String> namespaceUris = new ArrayList<>(List.of(NodeSet.OPC_UA));
    private final List<NodeSet.Model> models = new ArrayList<>();
    private final Map<String, NodeKey> aliases = new HashMap<>();
    private final Map<NodeKey, UANode> nodes = new LinkedHashMap<>();

    private NodeSetReader(String file) {
        this.file = file;
    }

    /**
     * Reads a whole file.
     *
     * @param file name for error messages
     * @param in is read to its end, not closed
     * @throws NodeSetException naming line and rule
     */
    public static NodeSet read(String file, InputStream in) throws NodeSetException {
        NodeSetReader reader = new NodeSetReader(file);
        XmlSource source = new XmlSource(file, in);
        for (Optional<XmlElement> next = source.next(); next.isPresent(); next = source.next()) {
            reader.take(next.get());
        }
        return reader.finish();
    }

    private void take(XmlElement element) throws NodeSetException {
        switch (element.name()) {
            case "NamespaceUris" -> takeNamespaces(element);
            case "Models" -> takeModels(element);
            case "Aliases" -> takeAliases(element);
            case "UAObject" -> add(new UAObject(header(element), (int) number(element, "EventNotifier", 0, 255)));
            case "UAVariable" -> add(variable(element));
            case "UAMethod" -> add(new UAMethod(header(element), flag(element, "Executable", true)));
            case "UAObjectType" -> add(new UAObjectType(header(element), flag(element, "IsAbstract", false)));
            case "UAVariableType" ->
                add(new UAVariableType(
                        header(element), shape(element), flag(element, "IsAbstract", false), value(element)));
            case "UADataType" -> add(dataType(element));
            case "UAReferenceType" ->
                add(new UAReferenceType(
                        header(element),
                        flag(element, "IsAbstract", false),
                        flag(element, "Symmetric", false),
                        text(element, "InverseName")));
            case "ServerUris", "Extensions" -> {
                // Neither carries nodes.
            }
            default -> throw fault(element, element.name() + " is not supported");
        }
    }

    private void takeNamespaces(XmlElement element) throws NodeSetException {
        if (!nodes.isEmpty() || namespaceUris.size() > 1) {
            throw fault(element, "NamespaceUris must come once and before all nodes");
        }
        for (XmlElement uri : element.children("Uri")) {
            String text = uri.text().strip();
            if (text.isEmpty() || namespaceUris.contains(text)) {
                throw fault(uri, "namespace URI '" + text + "' must be present once");
            }
            namespaceUris.add(text);
        }
    }

    private void takeModels(XmlElement element) throws NodeSetException {
        for (XmlElement model : element.children("Model")) {
            List<NodeSet.RequiredModel> required = new ArrayList<>();
            for (XmlElement each : model.children("RequiredModel")) {
                required.add(new NodeSet.RequiredModel(
                        required(each, "ModelUri"),
                        each.attribute("Version", ""),
                        each.attribute("PublicationDate", "")));
            }
            String uri = required(model, "ModelUri");
            if (!namespaceUris.contains(uri)) {
                throw fault(model, "ModelUri " + uri + " must be one of NamespaceUris");
            }
            models.add(new NodeSet.Model(
                    uri, model.attribute("Version", ""), model.attribute("PublicationDate", ""), required));
        }
    }

    private void takeAliases(XmlElement element) throws NodeSetException {
        for (XmlElement alias : element.children("Alias")) {
            String text = alias.text().strip();
            NodeKey key = NodeKey.parse(text).orElseThrow(() -> fault(alias, "'" + text + "' is not a NodeId"));
            aliases.put(required(alias, "Alias"), key);
        }
    }

    private void add(UANode node) throws NodeSetException {
        if (nodes.size() >= NODES_MAX) {
            throw new NodeSetException(file, node.header().line(), "more than " + NODES_MAX + " nodes");
        }
        UANode before = nodes.putIfAbsent(node.id(), node);
        if (before != null) {
            throw new NodeSetException(
                    file,
                    node.header().line(),
                    "NodeId " + node.id() + " is already used in line "
                            + before.header().line());
        }
    }

    private NodeSet finish() throws NodeSetException {
        if (models.isEmpty()) {
            throw new NodeSetException(file, 1, "Models must name at least one Model");
        }
        Set<Integer> own = new HashSet<>();
        for (NodeSet.Model model : models) {
            own.add(namespaceUris.indexOf(model.uri()));
        }
        for (UANode node : nodes.values()) {
            for (NodeReference reference : node.header().references()) {
                if (own.contains(reference.target().namespace()) && !nodes.containsKey(reference.target())) {
                    throw new NodeSetException(
                            file,
                            node.header().line(),
                            node.id() + " refers to " + reference.target() + ", which the file does not define");
                }
            }
        }
        return new NodeSet(file, namespaceUris, models, new ArrayList<>(nodes.values()));
    }

    private NodeHeader header(XmlElement element) throws NodeSetException {
        NodeKey id = key(element, required(element, "NodeId"));
        Name browseName = name(element, required(element, "BrowseName"));
        Text displayName = text(element, "DisplayName");
        Set<NodeReference> references = new LinkedHashSet<>();
        XmlElement list = element.child("References").orElse(null);
        if (list != null) {
            for (XmlElement each : list.children("Reference")) {
                references.add(new NodeReference(
                        key(each, required(each, "ReferenceType")),
                        key(each, each.text().strip()),
                        flag(each, "IsForward", true)));
            }
        }
        if (references.size() > REFERENCES_PER_NODE_MAX) {
            throw fault(element, "more than " + REFERENCES_PER_NODE_MAX + " references");
        }
        return new NodeHeader(
                id,
                browseName,
                displayName.equals(Text.EMPTY) ? new Text("", browseName.name()) : displayName,
                text(element, "Description"),
                List.copyOf(references),
                element.line());
    }

    private UAVariable variable(XmlElement element) throws NodeSetException {
        return new UAVariable(
                header(element),
                shape(element),
                (int) number(element, "AccessLevel", 1, 0xFFFF_FFFFL) & 0xFF,
                decimal(element, "MinimumSamplingInterval", 0),
                flag(element, "Historizing", false),
                value(element));
    }

    private UADataType dataType(XmlElement element) throws NodeSetException {
        XmlElement definition = element.child("Definition").orElse(null);
        boolean isAbstract = flag(element, "IsAbstract", false);
        if (definition == null) {
            return new UADataType(header(element), isAbstract, Optional.empty());
        }
        List<UADataType.Field> fields = new ArrayList<>();
        boolean numbered = false;
        for (XmlElement each : definition.children("Field")) {
            numbered |= each.attributes().containsKey("Value");
            fields.add(new UADataType.Field(
                    required(each, "Name"),
                    text(each, "Description"),
                    shape(each),
                    number(each, "Value", -1, Integer.MAX_VALUE),
                    flag(each, "IsOptional", false)));
        }
        UADataType.Kind kind = UADataType.Kind.STRUCTURE;
        if (flag(definition, "IsOptionSet", false)) {
            kind = UADataType.Kind.OPTION_SET;
        } else if (numbered) {
            kind = UADataType.Kind.ENUMERATION;
        } else if (flag(definition, "IsUnion", false)) {
            kind = UADataType.Kind.UNION;
        }
        return new UADataType(header(element), isAbstract, Optional.of(new UADataType.Definition(kind, fields)));
    }

    private ValueShape shape(XmlElement element) throws NodeSetException {
        String dataType = element.attribute("DataType", "");
        String dimensions = element.attribute("ArrayDimensions", "");
        List<Long> lengths = new ArrayList<>();
        for (String each : dimensions.isBlank() ? new String[0] : dimensions.split(",", 32)) {
            lengths.add(parseLong(element, "ArrayDimensions", each.strip(), 0xFFFF_FFFFL));
        }
        return new ValueShape(
                dataType.isEmpty() ? BASE_DATA_TYPE : key(element, dataType),
                (int) number(element, "ValueRank", -1, 32),
                lengths);
    }

    private Optional<NodeValue> value(XmlElement element) throws NodeSetException {
        XmlElement value = element.child("Value").orElse(null);
        if (value == null || value.children().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ValueReader(this).read(value.children().get(0)));
    }

    NodeKey key(XmlElement element, String text) throws NodeSetException {
        NodeKey alias = aliases.get(text);
        NodeKey key = alias != null
                ? alias
                : NodeKey.parse(text).orElseThrow(() -> fault(element, "'" + text + "' is neither NodeId nor alias"));
        return inRange(element, key.namespace(), key);
    }

    Name name(XmlElement element, String text) throws NodeSetException {
        int colon = text.indexOf(':');
        if (colon > 0 && colon < 6 && text.substring(0, colon).chars().allMatch(Character::isDigit)) {
            int namespace = Integer.parseInt(text.substring(0, colon));
            return inRange(element, namespace, new Name(namespace, text.substring(colon + 1)));
        }
        return new Name(0, text);
    }

    <T> T inRange(XmlElement element, int namespace, T result) throws NodeSetException {
        if (namespace >= namespaceUris.size()) {
            throw fault(element, "namespace index " + namespace + " of " + result + " is not in NamespaceUris");
        }
        return result;
    }

    private static Text text(XmlElement element, String child) {
        return element.child(child)
                .map(each -> new Text(each.attribute("Locale", ""), each.text().strip()))
                .orElse(Text.EMPTY);
    }

    private String required(XmlElement element, String attribute) throws NodeSetException {
        String text = element.attribute(attribute, "");
        if (text.isBlank()) {
            throw fault(element, element.name() + " needs the attribute " + attribute);
        }
        return text;
    }

    private boolean flag(XmlElement element, String attribute, boolean otherwise) throws NodeSetException {
        String text = element.attribute(attribute, Boolean.toString(otherwise));
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw fault(element, attribute + " must be true or false, not '" + text + "'");
        };
    }

    private long number(XmlElement element, String attribute, long otherwise, long max) throws NodeSetException {
        return parseLong(element, attribute, element.attribute(attribute, Long.toString(otherwise)), max);
    }

    private long parseLong(XmlElement element, String place, String text, long max) throws NodeSetException {
        try {
            long number = Long.parseLong(text);
            if (number >= Integer.MIN_VALUE && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw fault(element, place + " must be a whole number, not '" + text + "'");
        }
        throw fault(element, place + " must be at most " + max + ", not " + text);
    }

    private double decimal(XmlElement element, String attribute, double otherwise) throws NodeSetException {
        String text = element.attribute(attribute, Double.toString(otherwise));
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw fault(element, attribute + " must be a number, not '" + text + "'");
        }
    }

    NodeSetException fault(XmlElement element, String rule) {
        return new NodeSetException(file, element.line(), rule);
    }
}
