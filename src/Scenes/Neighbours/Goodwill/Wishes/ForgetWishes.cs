using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Goodwill.Wishes;

/// <summary>
/// Deletes the words of wishes that came true, were refused or taken back a year ago, with their photos and the school's code
/// (R37, PIPL 19, 47): what guardians and residents were promised. That there was a wish stays, so that rounds add up.
/// </summary>
internal sealed record ForgetWishes : ICommand<WishesForgotten>;

/// <summary>How many.</summary>
internal sealed record WishesForgotten(int Count);

internal sealed class ForgetWishesHandler(LinliDb db, IFileStore files, TimeProvider time) : IHandler<ForgetWishes, WishesForgotten>, IUseCase
{
    private const int AtOnce = 500;

    // Nobody asks for it but the clock.
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<WishesForgotten>> Handle(ForgetWishes request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var due = await Due(db, now).OrderBy(w => w.Id).Take(AtOnce).ToListAsync(cancel);
        foreach (var wish in due)
        {
            (wish.Text, wish.PublicText, wish.Word, wish.Ref) = (null, null, null, null);
            (wish.Thanks, wish.ThanksShown, wish.ForgottenAt) = (null, false, now);
        }

        var ids = due.ConvertAll(w => w.Id);
        await files.Discard(Wish.Files, ids, cancel);
        await files.Discard(Wish.Slips, ids, cancel);
        return new WishesForgotten(due.Count);
    }

    /// <summary>What ended a year ago or earlier and still has its words, at every place.</summary>
    internal static IQueryable<Wish> Due(LinliDb db, DateTimeOffset now)
    {
        var until = now.AddYears(-1);
        return db.Unfiltered<Wish>().Where(w => w.ForgottenAt == null && w.EndedAt != null && w.EndedAt <= until);
    }
}

/// <summary>Looks every six hours; writes nothing when nothing is due.</summary>
internal sealed class ForgetWishesClock(LinliDb db, UseCaseRunner runner, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        while (await ForgetWishesHandler.Due(db, Clock.Now(time)).AnyAsync(cancel) && (await runner.Run(new ForgetWishes(), cancel)).Ok)
        {
        }
    }
}
