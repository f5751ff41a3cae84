using System.Data.Common;
using Linli.Platform.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Tests;

/// <summary>Counts the questions that a piece of work asks the database, whatever else goes on beside it.</summary>
public sealed class CommandCount : DbCommandInterceptor
{
    private readonly AsyncLocal<StrongBox?> here = new();

    /// <summary>Makes a town count; given to <see cref="TestTown.Found(DatabaseKind, Action{WebApplicationBuilder})"/>.</summary>
    public void In(WebApplicationBuilder builder) => builder.Services.ConfigureDbContext<LinliDb>(options => options.AddInterceptors(this));

    /// <summary>How many questions the work asked.</summary>
    public async Task<int> Of(Func<Task> work)
    {
        var box = new StrongBox();
        here.Value = box;
        await work();
        here.Value = null;
        return box.Value;
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (here.Value is { } box)
            Interlocked.Increment(ref box.Value);
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    private sealed class StrongBox
    {
        public int Value;
    }
}
