package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/pkg/v3/codegen/cgstrings"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/pkg/v3/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// GeneratePackage writes the SDK of a Pulumi package in TypeScript.
func (*host) GeneratePackage(
	_ context.Context, request *pulumirpc.GeneratePackageRequest,
) (*pulumirpc.GeneratePackageResponse, error) {
	client, err := schema.NewLoaderClient(request.GetLoaderTarget())
	if err != nil {
		return nil, err
	}
	defer client.Close() //nolint:errcheck // The process ends with the request.
	loader := schema.NewCachedLoader(client)
	var spec schema.PackageSpec
	if err := json.Unmarshal([]byte(request.GetSchema()), &spec); err != nil {
		return nil, err
	}
	described, found, err := schema.BindSpec(spec, loader, schema.ValidationOptions{AllowDanglingReferences: true})
	if err != nil {
		return nil, err
	}
	answer := &pulumirpc.GeneratePackageResponse{Diagnostics: plugin.HclDiagnosticsToRPCDiagnostics(found)}
	if found.HasErrors() {
		return answer, nil
	}
	files, err := nodejs.GeneratePackage(
		"pulumi-language-nodejs", described, request.GetExtraFiles(), request.GetLocalDependencies(), request.GetLocal(), loader)
	if err != nil {
		return nil, err
	}
	for name, content := range files {
		path := filepath.Join(request.GetDirectory(), name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return nil, err
		}
	}
	return answer, nil
}

// Link enters written SDKs in the program's package.json.
func (*host) Link(ctx context.Context, request *pulumirpc.LinkRequest) (*pulumirpc.LinkResponse, error) {
	program := request.GetInfo().GetProgramDirectory()
	manager, err := npm.ResolvePackageManager(npm.AutoPackageManager, program)
	if err != nil {
		return nil, err
	}
	var imports strings.Builder
	for _, each := range request.GetPackages() {
		name, err := nameOf(filepath.Join(program, each.GetPath()))
		if err != nil {
			return nil, err
		}
		if err := manager.Link(ctx, program, name, each.GetPath()); err != nil {
			return nil, err
		}
		fmt.Fprintf(&imports, "  import * as %s from %q;\n", cgstrings.Camel(each.GetPackage().GetName()), name)
	}
	return &pulumirpc.LinkResponse{ImportInstructions: "You can import the SDK in your TypeScript code with:\n\n" + imports.String()}, nil
}

// nameOf returns the name of the npm package in a folder.
func nameOf(folder string) (string, error) {
	content, err := os.ReadFile(filepath.Join(folder, "package.json"))
	if err != nil {
		return "", err
	}
	var described struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(content, &described); err != nil {
		return "", err
	}
	return described.Name, nil
}
