using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Jt808;

/// <summary>Which terminal a device registered as: the same one may register again.</summary>
internal sealed class RegisteredTerminal
{
    public required Guid Device { get; init; }

    /// <summary>Keyed hash of <see cref="JtIdentity"/>.</summary>
    public required string Identity { get; set; }

    public required DateTimeOffset At { get; set; }
}

internal static class Jt808Model
{
    public static void Map(ModelBuilder model, DatabaseKind kind) => model.Entity<RegisteredTerminal>(e =>
    {
        e.ToTable("jt808_terminal").HasKey(t => t.Device);
        e.Property(t => t.Device).ValueGeneratedNever();
        e.Property(t => t.Identity).HasMaxLength(64);
    });
}
