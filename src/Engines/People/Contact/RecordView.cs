using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Contact;

/// <summary>Writes that somebody opened, or was refused, what is kept of a person.</summary>
/// <param name="Person">Whose.</param>
/// <param name="What">A code, such as <c>care</c>.</param>
/// <param name="Reason">Why; the person reads it.</param>
internal sealed record RecordView(Guid Person, string What, string Reason) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Person.ToString();
}

internal sealed class RecordViewHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<RecordView, Done>, IUseCase
{
    // Only other use cases write it: nobody sends a view by itself.
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public Task<Result<Done>> Handle(RecordView request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        db.Records<View>().Add(new()
        {
            Id = Guid.CreateVersion7(now), PersonId = request.Person, ViewerId = current.Value.Account ?? Guid.Empty, ViewerName = current.Value.Name,
            What = request.What, Reason = request.Reason, At = now,
        });
        return Task.FromResult<Result<Done>>(Done.It);
    }
}

/// <summary>The log of views for queries of other engines and scenes: what is shown was written down before.</summary>
internal sealed class ViewLog(UseCaseRunner runner) : IViewLog
{
    public Task<Result<Done>> Record(Guid person, string what, string reason, CancellationToken cancel) =>
        runner.Run(new RecordView(person, what, reason), cancel);
}
