using Linli.People.Contact;
using Linli.People.Privacy.MyData;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Me;

/// <summary>
/// Who looked at the caller's data in full, or tried to, newest first, at most the last 200 views; system administrators like
/// everybody else. Of others only a guardian may ask, for their child.
/// </summary>
/// <param name="Person">A child the caller is the guardian of; left out for oneself.</param>
internal sealed record MyAccessLog(Guid? Person = null) : IQuery<IReadOnlyList<ViewOfMine>>;

/// <summary>One view.</summary>
/// <param name="Viewer">Name of who looked.</param>
/// <param name="What">What they saw, such as <c>phone</c>; several with blanks between.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Unit">Post and place in which they acted.</param>
/// <param name="Emergency">In an emergency, without waiting for an approval.</param>
/// <param name="Refused">They tried, and nothing was shown.</param>
internal sealed record ViewOfMine(string Viewer, string What, string Reason, DateTimeOffset At, Phrase? Unit, bool Emergency, bool Refused);

internal sealed class MyAccessLogHandler(LinliDb db, SubjectDesk subjects, IScopeTree tree) : IHandler<MyAccessLog, IReadOnlyList<ViewOfMine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/me/access-log", (Guid? person, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyAccessLog(person), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Who looked at my data, when and why");

    public async Task<Result<IReadOnlyList<ViewOfMine>>> Handle(MyAccessLog request, CancellationToken cancel)
    {
        var whose = await subjects.Find(request.Person, cancel);
        if (!whose.Ok)
            return whose.As<IReadOnlyList<ViewOfMine>>();
        var views = await db.Records<View>().AsNoTracking().Where(v => v.PersonId == whose.Value.Id).OrderByDescending(v => v.At).Take(200).ToListAsync(cancel);
        return views.ConvertAll(v => new ViewOfMine(v.ViewerName, v.What, v.Reason, v.At, UnitOf(v), v.Emergency, v.Refused is not null));
    }

    private Phrase? UnitOf(View view)
    {
        if (view.ViewerPost is null)
            return null;
        var post = PostNames.Of(view.ViewerPost);
        return view.ViewerPlace is { } path && tree.Find(ScopePath.Parse(path, null)) is { } place
            ? new($"{place.Name.Zh}{post.Zh}", $"{post.En}, {place.Name.En}")
            : post;
    }
}
