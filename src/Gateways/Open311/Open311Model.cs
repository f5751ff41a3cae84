using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Open311;

/// <summary>What this gateway remembers besides the case: nothing personal, and enough to know a repetition.</summary>
internal static class Open311Model
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<PostedRequest>(e =>
        {
            e.ToTable("open311_request").HasKey(p => p.Case);
            e.Property(p => p.Number).HasMaxLength(40);
            e.Property(p => p.Fingerprint).HasMaxLength(64);
            e.Property(p => p.RepeatKey).HasMaxLength(64);
            e.Property(p => p.MediaUrl).HasMaxLength(2000);
            e.HasIndex(p => new { p.Client, p.Fingerprint });
            e.HasIndex(p => new { p.Client, p.RepeatKey }).IsUnique();
        });
        model.Entity<PostedUpdate>(e =>
        {
            e.ToTable("open311_update").HasKey(u => new { u.Client, u.UpdateId });
            e.Property(u => u.UpdateId).HasMaxLength(200);
            e.HasIndex(u => u.Entry);
        });
    }
}

/// <summary>A request as a client posted it.</summary>
internal sealed class PostedRequest
{
    public required Cases.CaseId Case { get; init; }

    public required string Number { get; init; }

    /// <summary>The API key that posted it.</summary>
    public required Guid Client { get; init; }

    /// <summary>SHA-256 of everything that was sent, hex.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>SHA-256 of the client's idempotency key, hex.</summary>
    public string? RepeatKey { get; init; }

    /// <summary>Where the client keeps a picture; shown as it came, never fetched.</summary>
    public string? MediaUrl { get; init; }

    public DateTimeOffset? FinishDue { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>An update as a client posted it.</summary>
internal sealed class PostedUpdate
{
    /// <summary>The API key that posted it.</summary>
    public required Guid Client { get; init; }

    /// <summary>The client's id of it.</summary>
    public required string UpdateId { get; init; }

    /// <summary>The line it became.</summary>
    public required Guid Entry { get; init; }

    public required Cases.CaseId Case { get; init; }

    /// <summary>Where the client keeps pictures, one a line; shown as they came, never fetched.</summary>
    public string? MediaUrls { get; init; }

    public required DateTimeOffset At { get; init; }
}
