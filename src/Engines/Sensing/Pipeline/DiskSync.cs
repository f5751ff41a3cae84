using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Linli.Sensing.Pipeline;

/// <summary>
/// Brings what was written onto the disk itself. On Linux <c>fdatasync</c> leaves out the file's times, which .NET's own flush writes too;
/// and a new file is only safe once its folder is.
/// </summary>
internal static class DiskSync
{
    private const int ReadOnly = 0;

    public static void Data(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
            RandomAccess.FlushToDisk(file);
        else if (FDataSync(file) != 0)
            throw new IOException($"fdatasync failed with error {Marshal.GetLastPInvokeError()}.");
    }

    public static void Folder(string path)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var folder = Open(Encoding.UTF8.GetBytes(path + "\0"), ReadOnly);
        if (folder < 0)
            throw new IOException($"The folder {path} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        try
        {
            if (FSync(folder) != 0)
                throw new IOException($"fsync of {path} failed with error {Marshal.GetLastPInvokeError()}.");
        }
        finally
        {
            _ = Close(folder);
        }
    }

#pragma warning disable SYSLIB1054 // the generated code would need unsafe blocks for four calls
    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int FDataSync(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int FSync(int file);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Close(int file);
#pragma warning restore SYSLIB1054
}
