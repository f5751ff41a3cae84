using System.Collections.Concurrent;
using System.Reflection;
using System.Text;

namespace Linli.Web;

/// <summary>
/// The outline icons of Tabler by name. They lie in the assembly, sorted by name; a page carries the drawings it shows
/// and the browser fetches none.
/// </summary>
public static class Icons
{
    private static readonly ConcurrentDictionary<string, string?> Found = new(StringComparer.Ordinal);
    private static readonly Lazy<byte[]> All = new(Load);

    /// <summary>The inner SVG of an icon, or <c>null</c> when Tabler has none of that name.</summary>
    public static string? Find(string name) => Found.GetOrAdd(name, Search);

    private static string? Search(string name)
    {
        ReadOnlySpan<byte> all = All.Value;
        var start = all.IndexOf(Encoding.UTF8.GetBytes($"\n{name}\t"));
        if (start < 0)
            return null;
        var line = all[(start + 1)..];
        line = line[..line.IndexOf((byte)'\n')];
        return Encoding.UTF8.GetString(line[(line.IndexOf((byte)'\t') + 1)..]);
    }

    private static byte[] Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("icons.txt")
            ?? throw new InvalidOperationException("Linli.Web was built without its icons.");
        // A line break in front lets the first name be found like every other.
        var bytes = new byte[stream.Length + 1];
        bytes[0] = (byte)'\n';
        stream.ReadExactly(bytes.AsSpan(1));
        return bytes;
    }
}
