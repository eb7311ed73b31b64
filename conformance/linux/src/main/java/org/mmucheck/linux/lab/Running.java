package org.mmucheck.linux.lab;

import java.nio.file.Path;
import org.mmucheck.file.ProcessFolder;

/** A machine that runs, in a folder of its own that goes away with it. */
public final class Running implements AutoCloseable {
  private final Image image;
  private final Path folder;
  private final Emulator emulator;
  private final Guest guest;

  Running(Image image, Path folder, Emulator emulator) {
    this.image = image;
    this.folder = folder;
    this.emulator = emulator;
    this.guest = new Guest(emulator.stub(), image.dataAddress());
  }

  public Image image() {
    return image;
  }

  public Guest guest() {
    return guest;
  }

  /** The last line on the machine's console. */
  public String lastWords() {
    return emulator.lastWords();
  }

  /** Puts the machine back to where its image was saved. Breakpoints stay. */
  public void restart() {
    emulator.monitor().load(Image.SNAPSHOT);
  }

  @Override
  public void close() {
    try {
      emulator.close();
    } finally {
      ProcessFolder.close(folder);
    }
  }
}
