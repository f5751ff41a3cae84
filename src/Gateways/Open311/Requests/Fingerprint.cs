using System.Security.Cryptography;
using System.Text;
using Linli.Open311.Speak;
using Microsoft.AspNetCore.Http;

namespace Linli.Open311.Requests;

/// <summary>Recognises a request that was sent before.</summary>
internal static class Fingerprint
{
    /// <summary>SHA-256 of every argument and every file, whatever their order; the key itself does not count.</summary>
    public static async Task<string> Of(Ask ask, IReadOnlyList<IFormFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, values) in ask.Arguments.Where(a => a.Key != "api_key").OrderBy(a => a.Key, StringComparer.Ordinal))
            Add(hash, [name, .. values]);
        foreach (var file in files)
        {
            await using var content = file.OpenReadStream();
            hash.AppendData(await SHA256.HashDataAsync(content, ask.Cancel));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>SHA-256 of a text.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static void Add(IncrementalHash hash, IEnumerable<string> parts)
    {
        foreach (var part in parts)
        {
            // Lengths keep "ab" + "c" apart from "a" + "bc".
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }
}
