package dev.pollux.cli.pair;

import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.NamespaceReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.ServerReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;

/**
 * Turns what an operator types into NodeIds: {@code Intake.T100.Level} is a tag of the project, {@code @RM_MASTER} and
 * {@code Pollux/Redundancy/Term} belong to the station, {@code i=2258}, {@code ns=3;s=...} and {@code nsu=...;s=...}
 * are NodeIds as they stand. Immutable.
 */
public final class NodeNames {
    /** Namespace of the system tags of a station. */
    public static final String POLLUX = "http://pollux.dev/UA/";

    private static final Pattern NODE_ID = Pattern.compile("((ns=\\d{1,5}|nsu=[^;]+);)?[isgb]=.+", Pattern.DOTALL);
    private static final int LENGTH_MAX = 4096;

    private final List<String> namespaces;

    /** Uses a server's NamespaceArray. */
    public NodeNames(List<String> namespaces) {
        this.namespaces = List.copyOf(namespaces);
    }

    /** The URIs by index. */
    public List<String> namespaces() {
        return namespaces;
    }

    /**
     * The node that is meant.
     *
     * @throws CommandFailure if it cannot be meant on this server; the message names the text and the rule
     */
    public NodeId nodeId(String text) {
        if (text.isBlank() || text.length() > LENGTH_MAX) {
            throw usage(text, "must be a tag, @..., Pollux/... or a NodeId of 1 to " + LENGTH_MAX + " characters");
        }
        if (NODE_ID.matcher(text).matches()) {
            return written(text);
        }
        if (text.startsWith("@") || text.startsWith("Pollux/") || text.equals("Pollux")) {
            return new NodeId(index(POLLUX, text), text);
        }
        return new NodeId(projectNamespace(text), text);
    }

    /** The same with the URI of the namespace, so that it means the same on every station. */
    public ExpandedNodeId expanded(String text) {
        NodeId id = nodeId(text);
        int index = id.getNamespaceIndex().intValue();
        return index == 0 || index >= namespaces.size()
                ? id.expanded()
                : new ExpandedNodeId(
                        ServerReference.of(0), NamespaceReference.of(namespaces.get(index)), id.getIdentifier());
    }

    /** Whether a node belongs to the project: an area, a tag, or a property of one. */
    public boolean ofProject(NodeId id) {
        return id.getNamespaceIndex().intValue() == projectIndex();
    }

    /** How an operator would type this node. */
    public String text(NodeId id) {
        int index = id.getNamespaceIndex().intValue();
        boolean plain = id.getIdentifier() instanceof String
                && index > 0
                && index < namespaces.size()
                && (namespaces.get(index).equals(POLLUX) || index == projectIndex());
        return plain ? String.valueOf(id.getIdentifier()) : id.toParseableString();
    }

    private NodeId written(String text) {
        try {
            if (!text.startsWith("nsu=")) {
                return NodeId.parse(text);
            }
            int end = text.indexOf(';');
            return NodeId.parse("ns=" + index(text.substring(4, end), text) + text.substring(end));
        } catch (RuntimeException e) {
            if (e instanceof CommandFailure) {
                throw e;
            }
            throw usage(text, "is not a NodeId like i=2258, ns=3;s=Name or nsu=urn:plant;s=Name");
        }
    }

    private UShort index(String uri, String text) {
        int index = namespaces.indexOf(uri);
        if (index < 0) {
            throw usage(text, "cannot be found: the server has no namespace " + uri + ", only " + namespaces);
        }
        return UShort.valueOf(index);
    }

    private UShort projectNamespace(String text) {
        int index = projectIndex();
        if (index < 0) {
            throw usage(text, "cannot be found: the server has no namespace for tags, only " + namespaces);
        }
        return UShort.valueOf(index);
    }

    /** Namespace 0 is OPC UA, 1 the server itself; the first one after them that is not Pollux's holds the tags. */
    private int projectIndex() {
        for (int i = 2; i < namespaces.size(); i++) {
            if (!namespaces.get(i).equals(POLLUX)) {
                return i;
            }
        }
        return -1;
    }

    private static CommandFailure usage(String text, String rule) {
        return new CommandFailure(ExitCode.USAGE, "node '" + ValueText.oneLine(text) + "' " + rule);
    }
}
