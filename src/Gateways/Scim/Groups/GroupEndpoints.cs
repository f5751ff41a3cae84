using System.Text.Json.Nodes;
using Linli.People.Provisioning;
using Linli.Places;
using Linli.Platform.Results;
using Linli.Scim.Patches;
using Linli.Scim.Schemas;
using Linli.Scim.Speak;
using Microsoft.AspNetCore.Routing;

namespace Linli.Scim.Groups;

/// <summary>Groups: posts at places.</summary>
internal static class GroupEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        Desk.Map(app, "GET", "/Groups", "Posts at places as groups 查询岗位组", async visit => await List(visit, Listing.Of(visit, Kinds.Group)));
        Desk.Map(app, "POST", Desk.Search("/Groups"), "Groups, asked for in the body", async visit =>
        {
            var body = await visit.Body();
            return body.Ok ? await List(visit, Listing.Of(body.Value, Kinds.Group)) : body.As<Answer>();
        });
        Desk.Map(app, "POST", "/Groups", "Make a group: its members are granted the post", Create);
        Desk.Map(app, "GET", "/Groups/{id}", "One group", visit => Show(visit, visit.Id, 200));
        Desk.Map(app, "PUT", "/Groups/{id}", "Exchange a group", Replace);
        Desk.Map(app, "PATCH", "/Groups/{id}", "Change who is in a group", Change);
        Desk.Map(app, "DELETE", "/Groups/{id}", "Delete a group: its members lose the post at once", Delete);
    }

    private static async Task<Result<Answer>> List(Visit visit, Result<Listing> listing)
    {
        if (!listing.Ok)
            return listing.As<Answer>();
        var found = await GroupReader.Read(visit.Run, visit.Service<IScopeTree>(), visit.Base, new(), visit.Cancel);
        return found.Ok ? listing.Value.Page(Kinds.Group, found.Value.Select(g => g.Resource)) : found.As<Answer>();
    }

    private static async Task<Result<Answer>> Create(Visit visit)
    {
        var resource = await Read(visit);
        if (!resource.Ok)
            return resource.As<Answer>();
        var key = GroupResource.KeyOf(resource.Value, visit.Service<IScopeTree>());
        if (!key.Ok)
            return key.As<Answer>();
        var members = GroupResource.MembersOf(resource.Value);
        if (!members.Ok)
            return members.As<Answer>();
        var kept = await visit.Run.Run(
            new KeepStaffGroup(
                key.Value, Incoming.Text(resource.Value["displayName"]) ?? key.Value.Code, Incoming.Text(resource.Value["externalId"]), members.Value.ToList(),
                IsNew: true, KeepOthers: resource.Value["members"] is null),
            visit.Cancel);
        return kept.Ok ? await Show(visit, key.Value.Id, 201) : kept.As<Answer>();
    }

    private static async Task<Result<Answer>> Replace(Visit visit)
    {
        var resource = await Read(visit);
        if (!resource.Ok)
            return resource.As<Answer>();
        var written = await visit.Run.Run(new ReplaceGroup(visit.Id, resource.Value, visit.IfMatch), visit.Cancel);
        return written.Ok ? await Show(visit, visit.Id, 200) : written.As<Answer>();
    }

    // Without attributes nothing comes back: a group may be large (RFC 7644 § 3.5.2).
    private static async Task<Result<Answer>> Change(Visit visit)
    {
        var body = await visit.Body();
        if (!body.Ok)
            return body.As<Answer>();
        var steps = Patch.Read(Kinds.Group, body.Value);
        if (!steps.Ok)
            return steps.As<Answer>();
        var written = await visit.Run.Run(new PatchGroup(visit.Id, steps.Value, visit.IfMatch), visit.Cancel);
        if (!written.Ok)
            return written.As<Answer>();
        return visit.Query("attributes") is null ? Answer.Nothing : await Show(visit, visit.Id, 200);
    }

    private static async Task<Result<Answer>> Delete(Visit visit)
    {
        var removed = await visit.Run.Run(new RemoveGroup(visit.Id, visit.IfMatch), visit.Cancel);
        return removed.Ok ? Answer.Nothing : removed.As<Answer>();
    }

    private static async Task<Result<Answer>> Show(Visit visit, Guid id, int status)
    {
        var one = await GroupReader.One(visit.Run, visit.Service<IScopeTree>(), visit.Base, id, null, visit.Cancel);
        return one.Ok
            ? Answer.Of(visit, Kinds.Group, one.Value.Resource, status, visit.Names("attributes").Value ?? [], visit.Names("excludedAttributes").Value ?? [])
            : one.As<Answer>();
    }

    private static async Task<Result<JsonObject>> Read(Visit visit)
    {
        var body = await visit.Body();
        return body.Ok ? Incoming.Resource(Kinds.Group, body.Value) : body;
    }
}
