using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Tests;

/// <summary>Commands that come at the very same time, in a known order.</summary>
public static class Gathered
{
    /// <summary>Carries them out in one transaction; <c>null</c> for each that has to go by itself.</summary>
    public static async Task<IReadOnlyList<Result<TAnswer>?>> Together<TCommand, TAnswer>(this TestTown town, IReadOnlyList<(Guid Account, TCommand Command)> wishes)
        where TCommand : ICommand<TAnswer> =>
        await town.Services.GetRequiredService<CommandLane<TCommand, TAnswer>>().Together(await Asked<TCommand, TAnswer>(town, wishes));

    /// <summary>Decides and writes them all, and is gone before the commit, like a node that dies.</summary>
    public static async Task<IReadOnlyList<Decision<TAnswer>>> TogetherButNeverCommitted<TCommand, TAnswer>(this TestTown town, IReadOnlyList<(Guid Account, TCommand Command)> wishes)
        where TCommand : ICommand<TAnswer>
    {
        var asked = await Asked<TCommand, TAnswer>(town, wishes);
        return await town.InScope(async s =>
        {
            using (await s.GetRequiredService<WriterQueue>().Enter(CancellationToken.None))
            {
                var db = s.GetRequiredService<LinliDb>();
                await using var transaction = await db.BeginTransaction(CancellationToken.None);
                var writes = s.GetRequiredService<GatheredWrites>();
                var decided = await s.GetRequiredService<IDecidesTogether<TCommand, TAnswer>>().Decide(asked, writes, CancellationToken.None);
                await writes.Write([], [], committing: null, CancellationToken.None);
                return decided;
            }
        });
    }

    private static async Task<List<Asked<TCommand>>> Asked<TCommand, TAnswer>(TestTown town, IReadOnlyList<(Guid Account, TCommand Command)> wishes)
        where TCommand : ICommand<TAnswer>
    {
        var asked = new List<Asked<TCommand>>();
        foreach (var (account, command) in wishes)
            asked.Add(new(command, await town.As(account, s => Task.FromResult(s.GetRequiredService<CurrentCaller>().Value))));
        return asked;
    }
}
