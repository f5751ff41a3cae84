using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Data;

namespace Linli.People.Provisioning;

/// <summary>A post at a place, perhaps in a team: what a group of a directory stands for.</summary>
/// <param name="Post">Code of the post.</param>
/// <param name="Scope">Where.</param>
/// <param name="Team">Code of the team, if any.</param>
public sealed record StaffPostKey(string Post, ScopePath Scope, string? Team)
{
    /// <summary>As directories write it: <c>grid_steward@hf-1-g01</c>, <c>property_repair@hf#lighting</c>; <c>*</c> is everywhere.</summary>
    public string Code => $"{Post}@{(Scope == ScopePath.Root ? "*" : Scope.Code)}{(Team is null ? "" : "#" + Team)}";

    /// <summary>Id of the group, the same in every installation.</summary>
    public Guid Id
    {
        get
        {
            var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"linli:post:{Post}@{Scope.Value}#{Team}")).AsSpan(0, 16);
            bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80); // RFC 9562, version 8: made from something else
            bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
            return new(bytes, bigEndian: true);
        }
    }
}
