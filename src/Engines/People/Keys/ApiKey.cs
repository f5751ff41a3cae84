using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Data;

namespace Linli.People.Keys;

/// <summary>A key (接口密钥) by which a machine comes in. The key itself is shown once and kept nowhere.</summary>
internal sealed class ApiKey : IScoped
{
    /// <summary>Stands for the machine wherever an account would.</summary>
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The first part of the key: finds the row and tells keys apart on screen.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the whole key; enough, as a key is 256 random bits and no password.</summary>
    public required string Hash { get; init; }

    public required string Scope { get; init; }

    /// <summary>Names of permissions, separated by blanks.</summary>
    public required string Permissions { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Whose service it ends with: they have seen it. <c>null</c> for keys that a scene keeps for its devices.</summary>
    public required Guid? CreatedBy { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public static string HashOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The part that finds the row, or <c>null</c> when the text has not the shape of a key.</summary>
    public static string? PrefixOf(string key) =>
        key.Length <= 100 && key.Split('_', 3) is ["linli", { Length: 8 } prefix, { Length: > 0 }] ? prefix : null;

    /// <summary>A new key: <c>linli_</c>, its prefix, <c>_</c>, 256 random bits.</summary>
    public static string Make() =>
        $"linli_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";

    public bool Opens(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
}
