package org.docket.intake;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.file.FileBinding;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileConfiguration;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.spi.annotations.Component;

/**
 * Camel's file component for the folder of a dock: {@code dock:<id>}. It is what Camel's own is, but asks what is ready there instead of
 * listing everything at every poll.
 */
@Component("file") // Its options are those of Camel's own.
public final class DockComponent extends FileComponent {
    private final DockFolders folders;

    public DockComponent(DockFolders folders) {
        this.folders = folders;
    }

    @Override
    protected GenericFileEndpoint<File> buildFileEndpoint(String uri, String dock, Map<String, Object> parameters) {
        File folder = folders.folder(dock).toFile();
        DockEndpoint endpoint = new DockEndpoint(uri, this, dock);
        endpoint.setFile(folder);
        GenericFileConfiguration configuration = new GenericFileConfiguration();
        configuration.setDirectory(folder.getPath());
        endpoint.setConfiguration(configuration);
        return endpoint;
    }

    private static final class DockEndpoint extends FileEndpoint {
        private final DockComponent component;
        private final String dock;

        DockEndpoint(String uri, DockComponent component, String dock) {
            super(uri, component);
            this.component = component;
            this.dock = dock;
        }

        @Override
        protected FileConsumer newFileConsumer(Processor processor, GenericFileOperations<File> operations) {
            return new DockConsumer(this, processor, operations, createGenericFileStrategy());
        }
    }

    private static final class DockConsumer extends FileConsumer {
        private final DockEndpoint watched;

        DockConsumer(
                DockEndpoint endpoint,
                Processor processor,
                GenericFileOperations<File> operations,
                GenericFileProcessStrategy<File> strategy) {
            super(endpoint, processor, operations, strategy);
            this.watched = endpoint;
        }

        @Override
        protected boolean pollDirectory(Exchange dynamic, String folder, List<GenericFile<File>> files, int depth) {
            watched.component.folders.offer(watched.dock, getMaxMessagesPerPoll(), path -> {
                File file = path.toFile();
                // What is under way is not taken twice; Camel takes it off this list at its end.
                boolean taken = watched.getInProgressRepository().add(file.getAbsolutePath());
                if (taken) {
                    files.add(new DockFile(folder, path));
                }
                return taken;
            });
            return true;
        }
    }

    /** A file under the very name that it has: Camel would take a backslash in it for a slash. */
    private static final class DockFile extends GenericFile<File> {
        DockFile(String folder, Path path) {
            File file = path.toFile();
            setBinding(new FileBinding());
            setEndpointPath(folder);
            setFile(file);
            setFileNameOnly(file.getName());
            setAbsolute(true);
            setAbsoluteFilePath(file.getAbsolutePath());
            setFileLength(file.length());
            setLastModified(file.lastModified());
            setRelativeFilePath(Path.of(folder).relativize(path).toString());
            setFileName(getRelativeFilePath());
            setBody(file);
        }

        @Override
        protected String normalizePathToProtocol(String path) {
            return path;
        }

        @Override
        protected String normalizePath(String name) {
            return name;
        }
    }
}
