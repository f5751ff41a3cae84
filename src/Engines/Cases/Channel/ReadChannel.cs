using System.Linq.Expressions;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Channel;

/// <summary>The messages the caller sent or is to take note of, newest first, at most 100.</summary>
public sealed record ReadChannel : IQuery<IReadOnlyList<ChannelLine>>;

/// <summary>A message as its reader sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="From">The level that sent it.</param>
/// <param name="To">The level it went to.</param>
/// <param name="Scope">Scope path of the place it is about.</param>
/// <param name="Title">One line.</param>
/// <param name="Text">What it says.</param>
/// <param name="Author">Who wrote it: staff by name, residents masked.</param>
/// <param name="At">When, UTC.</param>
/// <param name="ReplyTo">The message it answers or passes on.</param>
/// <param name="IsMine">Whether the reader wrote it.</param>
/// <param name="IsAcknowledged">Whether the reader has taken note of it.</param>
/// <param name="Acknowledged">How many have; for its author.</param>
public sealed record ChannelLine(
    Guid Id, ChannelLevel From, ChannelLevel To, string Scope, string Title, string Text, string Author, DateTimeOffset At, Guid? ReplyTo,
    bool IsMine, bool IsAcknowledged, int Acknowledged);

internal sealed class ReadChannelHandler(LinliDb db, CurrentCaller current, IPeople people) : IHandler<ReadChannel, IReadOnlyList<ChannelLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/channel/messages", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadChannel(), cancel))
            .Needs(Access.SignedIn).WithTags("Channel").WithSummary("Messages of the four levels 四级互通消息");

    public async Task<Result<IReadOnlyList<ChannelLine>>> Handle(ReadChannel request, CancellationToken cancel)
    {
        var me = current.Value.Account;
        var messages = await db.Unfiltered<ChannelMessage>().AsNoTracking().Where(For(current.Value))
            .OrderByDescending(m => m.At).Take(100).ToListAsync(cancel);
        var ids = messages.ConvertAll(m => m.Id);
        var receipts = await db.Records<ChannelReceipt>().AsNoTracking().Where(r => ids.Contains(r.Message)).ToListAsync(cancel);
        var names = await people.NamesOf([.. messages.Select(m => m.Author).Distinct()], cancel);
        return messages.ConvertAll(m => new ChannelLine(
            m.Id, m.From, m.To, m.Scope, m.Title, m.Text, names.GetValueOrDefault(m.Author, ""), m.At, m.ReplyTo, m.Author == me,
            receipts.Exists(r => r.Message == m.Id && r.Account == me), m.Author == me ? receipts.Count(r => r.Message == m.Id) : 0));
    }

    /// <summary>One's own, and those to a level one speaks for, about one's place, a place in it, or a place around it.</summary>
    internal static Expression<Func<ChannelMessage, bool>> For(Caller caller)
    {
        var me = caller.Account;
        Expression<Func<ChannelMessage, bool>> concerns = m => m.Author == me;
        foreach (var (level, place) in Levels.Of(caller).Distinct())
        {
            var around = place.SelfAndAncestors().Select(p => p.Value).ToList();
            var (from, to) = (place.Value, place.UpperBound);
            concerns = concerns.Or(m =>
                m.To == level && (around.Contains(m.Scope) || (string.Compare(m.Scope, from) >= 0 && string.Compare(m.Scope, to) < 0)));
        }

        return concerns;
    }
}
