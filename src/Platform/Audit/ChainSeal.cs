using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Security;

namespace Linli.Platform.Audit;

/// <summary>
/// Signs the end of a hash chain with a key that is not in the database: whoever can write to the database alone can neither
/// cut links off the end nor compute the chain anew.
/// </summary>
public sealed class ChainSeal(KeyRing keys)
{
    /// <summary>HMAC-SHA-256 over chain, number and hash, hex.</summary>
    /// <param name="chain">Name of the chain, such as <c>audit</c>.</param>
    /// <param name="link">Number of the last link.</param>
    /// <param name="hash">Its hash, hex.</param>
    public string Sign(string chain, long link, string hash) => Sign(keys, chain, link, hash);

    internal static string Sign(KeyRing keys, string chain, long link, string hash) => Convert.ToHexString(
        HMACSHA256.HashData(keys.HashKey, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{chain} head\n{link}\n{hash}"))));
}
