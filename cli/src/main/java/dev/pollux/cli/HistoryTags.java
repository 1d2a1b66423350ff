package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.NodeNames;
import dev.pollux.failover.FailoverClient;
import dev.pollux.failover.FailoverClient.Repeat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/** Finds the tags of the project that have history. */
final class HistoryTags {
    /** HistoryRead in UserAccessLevel (OPC 10000-3 §8.57). */
    static final int READ = 0x04;
    /** HistoryWrite in UserAccessLevel. */
    static final int WRITE = 0x08;

    private static final int TAGS_MAX = 1_000_000;
    private static final int NODES_PER_CALL = 1000;

    private final FailoverClient client;
    private final NodeNames names;
    private final Duration timeout;

    HistoryTags(FailoverClient client, NodeNames names, Duration timeout) {
        this.client = client;
        this.names = names;
        this.timeout = timeout;
    }

    /** All tags of the project whose history the user may read, in order of their names. */
    List<String> all() {
        return below(NodeIds.ObjectsFolder);
    }

    /** Those below an area. */
    List<String> area(String area) {
        // The node of an area is its path behind a slash.
        NodeId node = names.nodeId(area.startsWith("/") || area.contains("=") ? area : "/" + area);
        DataValue known = Answers.await(
                        client.request(
                                Repeat.ONCE_MORE,
                                "Read",
                                member -> member.readAsync(
                                        0.0, TimestampsToReturn.Neither, List.of(attribute(node, AttributeId.NodeId)))),
                        timeout)
                .getResults()[0];
        if (!known.statusCode().isGood()) {
            throw new CommandFailure(ExitCode.FAILED, "there is no area '" + area + "'");
        }
        List<String> found = below(node);
        if (found.isEmpty()) {
            throw new CommandFailure(ExitCode.FAILED, "area '" + area + "' has no tag with history");
        }
        return found;
    }

    private List<String> below(NodeId start) {
        NamespaceTable table = new NamespaceTable();
        names.namespaces().stream().skip(1).forEach(table::add);
        Deque<NodeId> open = new ArrayDeque<>(List.of(start));
        Set<NodeId> seen = new HashSet<>(open);
        List<NodeId> variables = new ArrayList<>();
        while (!open.isEmpty()) {
            for (ReferenceDescription each :
                    Answers.await(client.browse(open.remove().expanded()), timeout)) {
                Optional<NodeId> id = each.getNodeId().toNodeId(table);
                if (id.isEmpty() || !names.ofProject(id.get()) || !seen.add(id.get())) {
                    continue;
                }
                if (seen.size() > TAGS_MAX) {
                    throw new CommandFailure(ExitCode.FAILED, "there are more than " + TAGS_MAX + " nodes");
                }
                if (each.getNodeClass() == NodeClass.Variable) {
                    variables.add(id.get());
                } else {
                    open.add(id.get());
                }
            }
        }
        return readable(variables);
    }

    private List<String> readable(List<NodeId> variables) {
        TreeSet<String> tags = new TreeSet<>();
        for (int start = 0; start < variables.size(); start += NODES_PER_CALL) {
            List<NodeId> portion = variables.subList(start, Math.min(variables.size(), start + NODES_PER_CALL));
            List<DataValue> levels = levels(portion);
            for (int i = 0; i < portion.size(); i++) {
                if (may(levels.get(i), READ)) {
                    tags.add(names.text(portion.get(i)));
                }
            }
        }
        return List.copyOf(tags);
    }

    private List<DataValue> levels(List<NodeId> nodes) {
        List<ReadValueId> wanted = nodes.stream().map(HistoryTags::accessLevel).toList();
        DataValue[] results = Answers.await(
                        client.request(
                                Repeat.ONCE_MORE,
                                "Read",
                                member -> member.readAsync(0.0, TimestampsToReturn.Neither, wanted)),
                        timeout)
                .getResults();
        if (results == null || results.length != nodes.size()) {
            throw new CommandFailure(ExitCode.FAILED, "the station did not tell which tags have history");
        }
        return List.of(results);
    }

    /** What to read to know what a user may do with a node. */
    static ReadValueId accessLevel(NodeId node) {
        return attribute(node, AttributeId.UserAccessLevel);
    }

    private static ReadValueId attribute(NodeId node, AttributeId attribute) {
        return new ReadValueId(node, attribute.uid(), null, QualifiedName.NULL_VALUE);
    }

    /** Whether an answer to {@link #accessLevel} has a bit. */
    static boolean may(DataValue answer, int bit) {
        return answer.statusCode().isGood()
                && answer.value().value() instanceof Number level
                && (level.intValue() & bit) != 0;
    }
}
