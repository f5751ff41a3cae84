using System.Security.Cryptography;
using System.Text;

namespace Linli.Sensing;

/// <summary>
/// A message whose sender named it, such as a CloudEvent by its source and id (CloudEvents 1.0.2): the same one again within a day brings
/// nothing.
/// </summary>
/// <param name="Key">From <see cref="KeyOf"/>.</param>
/// <param name="From">Its first reading among those given with it.</param>
/// <param name="To">Behind its last one.</param>
public readonly record struct SentMessage(Guid Key, int From, int To)
{
    /// <summary>The key of a message: a hash of who sent it and how they call it.</summary>
    public static Guid KeyOf(string source, string id)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(source + "\n" + id), hash);
        return new(hash[..16]);
    }
}
