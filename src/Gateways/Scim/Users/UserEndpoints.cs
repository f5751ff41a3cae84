using System.Text.Json.Nodes;
using Linli.People.Provisioning;
using Linli.Places;
using Linli.Platform.Results;
using Linli.Scim.Patches;
using Linli.Scim.Schemas;
using Linli.Scim.Speak;
using Microsoft.AspNetCore.Routing;

namespace Linli.Scim.Users;

/// <summary>Users: accounts of members of staff.</summary>
internal static class UserEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        Desk.Map(app, "GET", "/Users", "Accounts of staff 查询工作人员账号", async visit => await List(visit, Listing.Of(visit, Kinds.User)));
        Desk.Map(app, "POST", Desk.Search("/Users"), "Accounts of staff, asked for in the body", async visit =>
        {
            var body = await visit.Body();
            return body.Ok ? await List(visit, Listing.Of(body.Value, Kinds.User)) : body.As<Answer>();
        });
        Desk.Map(app, "POST", "/Users", "Open an account 开通工作人员账号", Create);
        Desk.Map(app, "GET", "/Users/{id}", "One account", visit => Show(visit, visit.Id, 200));
        Desk.Map(app, "PUT", "/Users/{id}", "Exchange an account's data", Replace);
        Desk.Map(app, "PATCH", "/Users/{id}", "Change parts of an account; active=false ends the service at once", Change);
        Desk.Map(app, "DELETE", "/Users/{id}", "Delete an account: the service ends at once", Delete);
    }

    private static async Task<Result<Answer>> List(Visit visit, Result<Listing> listing)
    {
        if (!listing.Ok)
            return listing.As<Answer>();
        var find = new FindStaffRecords(
            listing.Value.Only("id") is { } id ? Guid.TryParse(id, out var account) ? account : Guid.Empty : null,
            listing.Value.Only("userName"), listing.Value.Only("externalId"));
        var found = await UserReader.Read(visit.Run, visit.Service<IScopeTree>(), visit.Base, find, visit.Cancel);
        return found.Ok ? listing.Value.Page(Kinds.User, found.Value) : found.As<Answer>();
    }

    private static async Task<Result<Answer>> Create(Visit visit)
    {
        var resource = await Read(visit);
        if (!resource.Ok)
            return resource.As<Answer>();
        var wish = UserResource.Wish(resource.Value, null, active: true);
        if (!wish.Ok)
            return wish.As<Answer>();
        var opened = await visit.Run.Run(wish.Value, visit.Cancel);
        return opened.Ok ? await Show(visit, opened.Value.Account, 201) : opened.As<Answer>();
    }

    private static async Task<Result<Answer>> Replace(Visit visit)
    {
        var resource = await Read(visit);
        if (!resource.Ok)
            return resource.As<Answer>();
        var written = await visit.Run.Run(new ReplaceUser(visit.Id, resource.Value, visit.IfMatch), visit.Cancel);
        return written.Ok ? await Show(visit, visit.Id, 200) : written.As<Answer>();
    }

    private static async Task<Result<Answer>> Change(Visit visit)
    {
        var body = await visit.Body();
        if (!body.Ok)
            return body.As<Answer>();
        var steps = Patch.Read(Kinds.User, body.Value);
        if (!steps.Ok)
            return steps.As<Answer>();
        var written = await visit.Run.Run(new PatchUser(visit.Id, steps.Value, visit.IfMatch), visit.Cancel);
        return written.Ok ? await Show(visit, visit.Id, 200) : written.As<Answer>();
    }

    private static async Task<Result<Answer>> Delete(Visit visit)
    {
        var removed = await visit.Run.Run(new RemoveUser(visit.Id, visit.IfMatch), visit.Cancel);
        return removed.Ok ? Answer.Nothing : removed.As<Answer>();
    }

    private static async Task<Result<Answer>> Show(Visit visit, Guid id, int status)
    {
        var one = await UserReader.One(visit.Run, visit.Service<IScopeTree>(), visit.Base, id, visit.Cancel);
        return one.Ok ? Answer.Of(visit, Kinds.User, one.Value, status, visit.Names("attributes").Value ?? [], visit.Names("excludedAttributes").Value ?? []) : one.As<Answer>();
    }

    private static async Task<Result<JsonObject>> Read(Visit visit)
    {
        var body = await visit.Body();
        return body.Ok ? Incoming.Resource(Kinds.User, body.Value) : body;
    }
}
