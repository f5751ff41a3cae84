using Linli.Neighbours.Friends;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Clubs;

/// <summary>What the caller is called in clubs, so that a form asks for it only once.</summary>
internal sealed record MyNickname : IQuery<NicknameKnown>;

/// <summary>The nickname; <c>null</c> while nothing is known.</summary>
internal sealed record NicknameKnown(string? Nickname);

internal sealed class MyNicknameHandler(LinliDb db, CurrentCaller current) : IHandler<MyNickname, NicknameKnown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/neighbours/clubs/nickname", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyNickname(), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("clubs").WithSummary("What I am called in clubs");

    public async Task<Result<NicknameKnown>> Handle(MyNickname request, CancellationToken cancel) =>
        new NicknameKnown(await NicknameInClub.Known(db, current.Value.Account, cancel));
}

/// <summary>
/// What somebody is called in clubs: as on their card, or as they say now. Who has no card gives a date of birth, which is
/// looked at and not kept.
/// </summary>
internal static class NicknameInClub
{
    public static async Task<Result<string>> Of(LinliDb db, Guid account, string? nickname, DateOnly? born, DateTimeOffset now, CancellationToken cancel)
    {
        if (await Known(db, account, cancel) is { } known)
            return known;
        if (MeetingRules.Shown(nickname, 2, 12, "nickname", "请起一个昵称", "Choose a nickname") is { } missing)
            return missing;
        if (MeetingRules.Age(born, LocalTime.DateOf(now)) is { } refused)
            return refused;
        PlainText.TryCleanLine(nickname, 12, out var clean);
        return clean;
    }

    /// <summary>As on the card, or as in the club joined last, whose form asked for the age.</summary>
    public static async Task<string?> Known(LinliDb db, Guid? account, CancellationToken cancel) =>
        await db.Unfiltered<Card>().Where(c => c.Account == account).Select(c => c.Nickname).SingleOrDefaultAsync(cancel)
        ?? await db.Records<Member>().Where(m => m.Account == account).OrderByDescending(m => m.At).Select(m => m.Nickname).FirstOrDefaultAsync(cancel);
}
